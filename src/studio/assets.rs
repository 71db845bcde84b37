//! What the page is made of.

use crate::report::handover;

/// What the page is made of: its path, its kind, its bytes.
pub const ASSETS: [(&str, &str, &[u8]); 6] = [
    ("/", "text/html; charset=utf-8", include_bytes!("assets/studio.html")),
    ("/studio.css", "text/css; charset=utf-8", include_bytes!("assets/studio.css")),
    ("/studio.js", "text/javascript; charset=utf-8", include_bytes!("assets/studio.js")),
    ("/report.css", "text/css; charset=utf-8", handover::STYLE.as_bytes()),
    ("/inter-400.woff2", "font/woff2", handover::REGULAR),
    ("/inter-600.woff2", "font/woff2", handover::SEMI_BOLD),
];
