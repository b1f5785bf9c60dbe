//! C and C++, with Arduino's sketches.

use super::{Language, Need, Scan, Shows, Table};
use crate::facts::What;
use crate::source::lex::Kind;

/// How they are read.
pub static TABLE: Language = Language::new(Table {
    idioms: &[
        ("getenv('')", Shows::Env(Need::Asked)),
        ("secure_getenv('')", Shows::Env(Need::Asked)),
        ("qgetenv('')", Shows::Env(Need::Asked)),
        ("qEnvironmentVariable('')", Shows::Env(Need::Asked)),
        ("qEnvironmentVariable('',", Shows::Env(Need::Optional)),
        ("qEnvironmentVariableIsSet('')", Shows::Env(Need::Optional)),
        ("GetEnvironmentVariable('',", Shows::Env(Need::Asked)),
        ("GetEnvironmentVariableA('',", Shows::Env(Need::Asked)),
        ("GetEnvironmentVariableW(L'',", Shows::Env(Need::Asked)),
        ("system(''", Shows::Run),
        ("popen('',", Shows::Run),
        ("_popen('',", Shows::Run),
        ("execl('',", Shows::Run),
        ("execlp('',", Shows::Run),
        ("execv('',", Shows::Run),
        ("execvp('',", Shows::Run),
        ("QProcess::execute('',", Shows::Run),
        ("QProcess::startDetached('',", Shows::Run),
        (".setServer('',", Shows::Calls),
        ("CROW_ROUTE(NAME, '')", Shows::Route),
        ("svr.<Verb>('',", Shows::Route),
        ("server.<Verb>('',", Shows::Route),
        ("server.on('',", Shows::Route),
    ],
    also,
    ..Table::BARE
});

/// Folders and headers of the languages and their systems; sorted.
const COMMON: &[&str] = &[
    "Arduino.h",
    "arm_neon.h",
    "arpa",
    "asm",
    "assert.h",
    "bits",
    "boost",
    "cassert",
    "complex.h",
    "conio.h",
    "config.h",
    "cpuid.h",
    "crtdbg.h",
    "ctype.h",
    "dirent.h",
    "dlfcn.h",
    "emmintrin.h",
    "endian.h",
    "errno.h",
    "execinfo.h",
    "fcntl.h",
    "fenv.h",
    "float.h",
    "fnmatch.h",
    "ftw.h",
    "getopt.h",
    "glob.h",
    "grp.h",
    "gtest",
    "iconv.h",
    "ifaddrs.h",
    "immintrin.h",
    "inttypes.h",
    "io.h",
    "iso646.h",
    "langinfo.h",
    "libgen.h",
    "libintl.h",
    "limits.h",
    "linux",
    "locale.h",
    "mach",
    "malloc.h",
    "math.h",
    "memory.h",
    "net",
    "netdb.h",
    "netinet",
    "new.h",
    "nl_types.h",
    "poll.h",
    "process.h",
    "pthread.h",
    "pwd.h",
    "regex.h",
    "sched.h",
    "search.h",
    "semaphore.h",
    "setjmp.h",
    "shlobj.h",
    "signal.h",
    "spawn.h",
    "stdalign.h",
    "stdarg.h",
    "stdatomic.h",
    "stdbool.h",
    "stddef.h",
    "stdint.h",
    "stdio.h",
    "stdlib.h",
    "stdnoreturn.h",
    "string.h",
    "strings.h",
    "sys",
    "syslog.h",
    "tchar.h",
    "termios.h",
    "tgmath.h",
    "threads.h",
    "time.h",
    "uchar.h",
    "unistd.h",
    "utime.h",
    "wchar.h",
    "wctype.h",
    "windows.h",
    "winsock2.h",
    "ws2tcpip.h",
    "xmmintrin.h",
];

/// `#include <libpq-fe.h>`, `#include "mysql/mysql.h"`: the header shows what the code is linked with.
fn also(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if code.kind(i) != Some(Kind::Name) || !code.is(i, "include") || i == 0 || !code.punct(i - 1, b'#') {
        return;
    }
    // Quotes are for the code base's own, unless there is a folder.
    let (range, quoted) = if code.punct(i + 1, b'<') {
        let start = code.range(i + 1).end;
        let rest = code.text.get(start..(start + 120).min(code.text.len())).unwrap_or("");
        let Some(end) = rest.find(['>', '\n']).filter(|&end| rest.as_bytes().get(end) == Some(&b'>')) else { return };
        (start..start + end, false)
    } else if code.string(i + 1).is_some() {
        (code.range(i + 1), true)
    } else {
        return;
    };
    let Some(header) = code.text.get(range.clone()).map(str::trim) else { return };
    let first = header.split('/').next().unwrap_or("");
    let system = !header.ends_with(".h") && !header.ends_with(".hpp") || COMMON.contains(&first);
    let own = quoted && (!header.contains('/') || header.starts_with('.'));
    if system || own || header.len() > 100 || !scan.stores.insert(header) {
        return;
    }
    scan.push_at(range, What::Config { key: format!("include:{}", header.to_ascii_lowercase()) });
}
