//! The parts of a presentation, as names and texts.

use super::Slide;
use crate::report::handover::words::escaped;

/// By which a file is known as one of ours.
pub(super) const MARK: &str = "<Application>posse</Application>";
/// Width and height of a slide, its margin, and where the title ends, in English metric units (360,000
/// to the centimetre).
const WIDTH: u64 = 12_192_000;
const HEIGHT: u64 = 6_858_000;
const MARGIN: u64 = 540_000;
const HEAD: u64 = 1_150_000;
const HEAD_XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const KINDS: &str = "application/vnd.openxmlformats-officedocument.presentationml";
/// The tree of shapes before the first shape.
const TREE: &str =
    "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>";
const COLORS: &str = "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" \
     accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" \
     hlink=\"hlink\" folHlink=\"folHlink\"/>";

/// Every part of the presentation: its name and its contents.
pub(super) fn parts(slides: &[Slide]) -> Vec<(String, Vec<u8>)> {
    let mut parts = vec![
        part("[Content_Types].xml", &kinds(slides)),
        part(
            "_rels/.rels",
            &relations(&[
                ("officeDocument", "ppt/presentation.xml"),
                ("extended-properties", "docProps/app.xml"),
            ]),
        ),
        part(
            "docProps/app.xml",
            &format!(
                "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
             {MARK}</Properties>"
            ),
        ),
        part("ppt/presentation.xml", &presentation(slides.len())),
        part("ppt/_rels/presentation.xml.rels", &presentation_relations(slides.len())),
        part("ppt/slideMasters/slideMaster1.xml", &master()),
        part(
            "ppt/slideMasters/_rels/slideMaster1.xml.rels",
            &relations(&[
                ("slideLayout", "../slideLayouts/slideLayout1.xml"),
                ("theme", "../theme/theme1.xml"),
            ]),
        ),
        part("ppt/slideLayouts/slideLayout1.xml", &layout()),
        part(
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
            &relations(&[("slideMaster", "../slideMasters/slideMaster1.xml")]),
        ),
        part("ppt/notesMasters/notesMaster1.xml", &notes_master()),
        part(
            "ppt/notesMasters/_rels/notesMaster1.xml.rels",
            &relations(&[("theme", "../theme/theme2.xml")]),
        ),
        part("ppt/theme/theme1.xml", &theme()),
        part("ppt/theme/theme2.xml", &theme()),
    ];
    for (slide, number) in slides.iter().zip(1..) {
        parts.extend(of_slide(slide, number));
    }
    parts
}

fn part(name: &str, text: &str) -> (String, Vec<u8>) {
    (name.to_owned(), format!("{HEAD_XML}{text}").into_bytes())
}

/// A slide, its notes, its picture.
fn of_slide(slide: &Slide, number: usize) -> Vec<(String, Vec<u8>)> {
    let (notes, image) =
        (format!("../notesSlides/notesSlide{number}.xml"), format!("image{number}.png"));
    let media = format!("../media/{image}");
    let mut links =
        vec![("slideLayout", "../slideLayouts/slideLayout1.xml"), ("notesSlide", &notes)];
    links.extend(slide.picture.as_ref().map(|_| ("image", media.as_str())));
    let back = format!("../slides/slide{number}.xml");
    let mut parts = vec![
        part(&format!("ppt/slides/slide{number}.xml"), &shown(slide)),
        part(&format!("ppt/slides/_rels/slide{number}.xml.rels"), &relations(&links)),
        part(&format!("ppt/notesSlides/notesSlide{number}.xml"), &noted(slide)),
        part(
            &format!("ppt/notesSlides/_rels/notesSlide{number}.xml.rels"),
            &relations(&[("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", &back)]),
        ),
    ];
    if let Some((picture, _)) = &slide.picture {
        parts.push((format!("ppt/media/{image}"), picture.clone()));
    }
    parts
}

fn kinds(slides: &[Slide]) -> String {
    let one = |name: String, kind: &str| {
        format!("<Override PartName=\"/ppt/{name}\" ContentType=\"{KINDS}.{kind}+xml\"/>")
    };
    let theme = |number: usize| {
        format!(
            "<Override PartName=\"/ppt/theme/theme{number}.xml\" \
             ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/>"
        )
    };
    let mut all = vec![
        one("presentation.xml".into(), "presentation.main"),
        one("slideMasters/slideMaster1.xml".into(), "slideMaster"),
        one("slideLayouts/slideLayout1.xml".into(), "slideLayout"),
        one("notesMasters/notesMaster1.xml".into(), "notesMaster"),
        theme(1),
        theme(2),
    ];
    for number in 1..=slides.len() {
        all.push(one(format!("slides/slide{number}.xml"), "slide"));
        all.push(one(format!("notesSlides/notesSlide{number}.xml"), "notesSlide"));
    }
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default \
         Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" \
         ContentType=\"image/png\"/><Override PartName=\"/docProps/app.xml\" ContentType=\"application/\
         vnd.openxmlformats-officedocument.extended-properties+xml\"/>{}</Types>",
        all.concat()
    )
}

/// Relations to these targets, numbered from 1.
fn relations(links: &[(&str, &str)]) -> String {
    let one = |((kind, target), number): (&(&str, &str), usize)| {
        format!(
            "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>"
        )
    };
    let all: String = links.iter().zip(1..).map(one).collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}\
         </Relationships>"
    )
}

fn presentation_relations(count: usize) -> String {
    let slides: Vec<String> =
        (1..=count).map(|number| format!("slides/slide{number}.xml")).collect();
    let mut links = vec![
        ("slideMaster", "slideMasters/slideMaster1.xml"),
        ("notesMaster", "notesMasters/notesMaster1.xml"),
        ("theme", "theme/theme1.xml"),
    ];
    links.extend(slides.iter().map(|slide| ("slide", slide.as_str())));
    relations(&links)
}

fn presentation(count: usize) -> String {
    let slide =
        |number: usize| format!("<p:sldId id=\"{}\" r:id=\"rId{}\"/>", 255 + number, 3 + number);
    let slides: String = (1..=count).map(slide).collect();
    format!(
        "<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/>\
         </p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst>\
         <p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx=\"{WIDTH}\" cy=\"{HEIGHT}\"/><p:notesSz \
         cx=\"{HEIGHT}\" cy=\"9144000\"/></p:presentation>"
    )
}

fn master() -> String {
    let levels = "<a:lvl1pPr><a:defRPr sz=\"1800\"/></a:lvl1pPr>";
    format!(
        "<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill>\
         <a:effectLst/></p:bgPr></p:bg><p:spTree>{TREE}</p:spTree></p:cSld>{COLORS}<p:sldLayoutIdLst>\
         <p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle>\
         {levels}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle>{levels}</p:otherStyle>\
         </p:txStyles></p:sldMaster>"
    )
}

fn layout() -> String {
    let title = shape((2, "Title"), "<p:ph type=\"title\"/>", head(), &paragraphs("", 2400, true));
    format!(
        "<p:sldLayout {SPACES} type=\"titleOnly\"><p:cSld name=\"Title and picture\"><p:spTree>{TREE}{title}\
         </p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )
}

fn notes_master() -> String {
    format!(
        "<p:notesMaster {SPACES}><p:cSld><p:spTree>{TREE}</p:spTree></p:cSld>{COLORS}</p:notesMaster>"
    )
}

/// The place of a title: left, top, width, height.
fn head() -> [u64; 4] {
    [MARGIN, 360_000, WIDTH - 2 * MARGIN, HEAD - 360_000]
}

fn shown(slide: &Slide) -> String {
    let (size, place) = match slide.picture {
        Some(_) => (2400, head()),
        None => (4000, [MARGIN, 1_500_000, WIDTH - 2 * MARGIN, 2_400_000]),
    };
    let title = paragraphs(&slide.title, size, true);
    let mut shapes = shape((2, "Title"), "<p:ph type=\"title\"/>", place, &title);
    if !slide.subtitle.is_empty() {
        let place = [MARGIN, 4_000_000, WIDTH - 2 * MARGIN, 1_800_000];
        shapes += &shape((3, "Subtitle"), "", place, &paragraphs(&slide.subtitle, 1800, false));
    }
    if let Some((picture, words)) = &slide.picture {
        shapes += &pictured(picture, words);
    }
    format!(
        "<p:sld {SPACES}><p:cSld><p:spTree>{TREE}{shapes}</p:spTree></p:cSld><p:clrMapOvr>\
         <a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )
}

fn noted(slide: &Slide) -> String {
    let place = [685_800, 4_400_000, 5_486_400, 3_600_000];
    let kind = "<p:ph type=\"body\" idx=\"1\"/>";
    let notes = shape((2, "Notes"), kind, place, &paragraphs(&slide.notes, 1200, false));
    format!(
        "<p:notes {SPACES}><p:cSld><p:spTree>{TREE}{notes}</p:spTree></p:cSld><p:clrMapOvr>\
         <a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )
}

fn shape((id, name): (u32, &str), kind: &str, [x, y, wide, high]: [u64; 4], text: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr/><p:nvPr>{kind}</p:nvPr></p:nvSpPr>\
         <p:spPr><a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{wide}\" cy=\"{high}\"/></a:xfrm><a:prstGeom \
         prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" \
         rIns=\"0\"><a:normAutofit/></a:bodyPr><a:lstStyle/>{text}</p:txBody></p:sp>"
    )
}

/// Lines of text, each a paragraph, in hundredths of a point.
fn paragraphs(text: &str, size: u32, bold: bool) -> String {
    let bold = u8::from(bold);
    let line = |line: &str| {
        format!(
            "<a:p><a:pPr marL=\"0\" indent=\"0\"><a:buNone/></a:pPr><a:r><a:rPr lang=\"en-GB\" sz=\"{size}\" \
             b=\"{bold}\"><a:solidFill><a:srgbClr val=\"1A202C\"/></a:solidFill></a:rPr><a:t>{}</a:t></a:r></a:p>",
            escaped(line)
        )
    };
    text.split('\n').map(line).collect()
}

/// A picture as large as fits below the title, in the middle.
fn pictured(picture: &[u8], words: &str) -> String {
    let number = |at: usize| {
        let bytes = picture.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        u64::from(u32::from_be_bytes(bytes.unwrap_or([0, 0, 0, 1]))).max(1)
    };
    // width and height stand in the first chunk of a PNG
    let (wide, high) = (number(16), number(20));
    let room = (WIDTH - 2 * MARGIN, HEIGHT - HEAD - 360_000);
    let (cx, cy) = if wide * room.1 > high * room.0 {
        (room.0, room.0 * high / wide)
    } else {
        (room.1 * wide / high, room.1)
    };
    let (x, y) = ((WIDTH - cx) / 2, HEAD + (room.1 - cy) / 2);
    format!(
        "<p:pic><p:nvPicPr><p:cNvPr id=\"4\" name=\"Chart\" descr=\"{}\"/><p:cNvPicPr><a:picLocks \
         noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"rId3\"/>\
         <a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext \
         cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>",
        escaped(words)
    )
}

/// Colours of the house, fonts of every office.
fn theme() -> String {
    let color =
        |name: &str, value: &str| format!("<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>");
    let colors: String = [
        ("dk1", "1A202C"),
        ("lt1", "FFFFFF"),
        ("dk2", "5A6572"),
        ("lt2", "E6E9ED"),
        ("accent1", "C44E00"),
        ("accent2", "0072B2"),
        ("accent3", "6B7480"),
        ("accent4", "4B2E83"),
        ("accent5", "8A6D00"),
        ("accent6", "A62B5E"),
        ("hlink", "0072B2"),
        ("folHlink", "4B2E83"),
    ]
    .map(|(name, value)| color(name, value))
    .concat();
    let font = "<a:latin typeface=\"Calibri\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>".repeat(3);
    let line =
        "<a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>".repeat(3);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"posse\">\
         <a:themeElements><a:clrScheme name=\"posse\">{colors}</a:clrScheme><a:fontScheme name=\"posse\">\
         <a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme \
         name=\"posse\"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>\
         <a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst>\
         </a:fmtScheme></a:themeElements></a:theme>"
    )
}
