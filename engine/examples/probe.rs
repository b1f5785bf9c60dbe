use patchbay_engine::{
    facts::What,
    path::{Role, role},
    read::{File, read},
};
use std::path::Path;
fn walk(p: &Path, out: &mut Vec<std::path::PathBuf>) {
    let mut es: Vec<_> = std::fs::read_dir(p).unwrap().map(|e| e.unwrap().path()).collect();
    es.sort();
    for e in es {
        let n = e.file_name().unwrap().to_string_lossy().into_owned();
        if e.is_symlink() {
            continue;
        }
        if e.is_dir() {
            if !matches!(n.as_str(), "node_modules" | ".git" | "dist" | ".next" | "vendor") {
                walk(&e, out)
            }
        } else {
            out.push(e)
        }
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let root = Path::new(&a[1]);
    let mode = a.get(2).map(|s| s.as_str()).unwrap_or("all");
    let mut fs = vec![];
    if root.is_file() {
        fs.push(root.to_path_buf())
    } else {
        walk(root, &mut fs)
    };
    if mode == "time" {
        let mut v = vec![];
        let mut total = 0usize;
        for f in fs {
            let p = f.to_string_lossy().into_owned();
            if ![".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".svelte", ".vue", ".astro"]
                .iter()
                .any(|e| p.ends_with(e))
            {
                continue;
            }
            let Ok(b) = std::fs::read(&f) else { continue };
            if b.len() > 2 << 20 {
                continue;
            }
            let t = String::from_utf8_lossy(&b).into_owned();
            total += t.len();
            v.push((p, t));
        }
        for _ in 0..3 {
            let t0 = std::time::Instant::now();
            let mut n = 0;
            for (p, t) in &v {
                n += read(&File { path: p, text: t }).0.len();
            }
            let d = t0.elapsed();
            println!(
                "{} files {} bytes {} facts {:?} {:.1} MB/s",
                v.len(),
                total,
                n,
                d,
                total as f64 / 1e6 / d.as_secs_f64()
            );
        }
        return;
    }
    for f in fs {
        let p = if root.is_file() {
            a.get(3).cloned().unwrap_or(f.to_string_lossy().into_owned())
        } else {
            f.strip_prefix(root).unwrap().to_string_lossy().into_owned()
        };
        let Ok(b) = std::fs::read(&f) else { continue };
        if b.len() > 2 << 20 {
            continue;
        }
        let ext = p.rsplit('.').next().unwrap_or("");
        if !["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "svelte", "vue", "astro", "css", "scss"]
            .contains(&ext)
        {
            continue;
        }
        let t = String::from_utf8_lossy(&b);
        let (facts, e) = read(&File { path: &p, text: &t });
        if let Some(e) = e {
            println!("{p}: ERROR {e}")
        }
        let r = role(&p);
        for x in facts {
            match mode {
                "env" => {
                    if r != Role::Test {
                        if let What::EnvRead { name, required } = &x.what {
                            println!("{name}\t{p}:{}\t{required:?}\t{}", x.line, x.excerpt)
                        }
                    }
                }
                _ => println!("{r:?}\t{p}:{}\t{}\t| {}", x.line, x.what, x.excerpt),
            }
        }
    }
}
