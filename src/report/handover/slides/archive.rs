//! An archive of files as they are, without compression (ZIP; PKWARE APPNOTE 6.3.10): pictures are packed
//! already.

/// The first day that an archive can name: it carries no clock.
const DAY: u16 = 0x21;
/// Version of the format that is needed, and the flag of names in UTF-8.
const VERSION: u16 = 20;
const NAMES: u16 = 0x0800;

/// The archive of these files: name and contents, in this order.
///
/// # Panics
///
/// If it would be larger than 4 GB.
pub(super) fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, contents) in files {
        let offset = small(archive.len());
        let entry = entry(name, contents);
        put(&mut archive, &0x0403_4b50_u32.to_le_bytes());
        put(&mut archive, &entry);
        put(&mut archive, name.as_bytes());
        put(&mut archive, contents);
        put(&mut directory, &0x0201_4b50_u32.to_le_bytes());
        put(&mut directory, &VERSION.to_le_bytes());
        put(&mut directory, &entry);
        // no comment, the first disk, no attributes
        put(&mut directory, &[0; 10]);
        put(&mut directory, &offset.to_le_bytes());
        put(&mut directory, name.as_bytes());
    }
    let (at, size) = (small(archive.len()), small(directory.len()));
    let count = u16::try_from(files.len()).expect("a few files");
    put(&mut archive, &directory);
    put(&mut archive, &0x0605_4b50_u32.to_le_bytes());
    put(&mut archive, &[0; 4]);
    for count in [count, count] {
        put(&mut archive, &count.to_le_bytes());
    }
    for number in [size, at] {
        put(&mut archive, &number.to_le_bytes());
    }
    put(&mut archive, &[0; 2]);
    archive
}

/// What both the file's own head and the directory say of it, up to the length of its extra field.
fn entry(name: &str, contents: &[u8]) -> Vec<u8> {
    let mut entry = Vec::new();
    // version, flags, no compression, time
    for number in [VERSION, NAMES, 0, 0, DAY] {
        put(&mut entry, &number.to_le_bytes());
    }
    let size = small(contents.len());
    for number in [checksum(contents), size, size] {
        put(&mut entry, &number.to_le_bytes());
    }
    let length = u16::try_from(name.len()).expect("a short name");
    for number in [length, 0] {
        put(&mut entry, &number.to_le_bytes());
    }
    entry
}

fn put(to: &mut Vec<u8>, bytes: &[u8]) {
    to.extend_from_slice(bytes);
}

fn small(length: usize) -> u32 {
    u32::try_from(length).expect("less than 4 GB")
}

/// CRC-32 (ISO 3309) of these bytes.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |rest: u32, _| if rest & 1 == 1 { 0xEDB8_8320 ^ (rest >> 1) } else { rest >> 1 };
    let table: Vec<u32> = (0..256_u32).map(|byte| (0..8).fold(byte, step)).collect();
    let add = |sum: u32, byte: &u8| table[((sum ^ u32::from(*byte)) & 0xFF) as usize] ^ (sum >> 8);
    !bytes.iter().fold(!0, add)
}
