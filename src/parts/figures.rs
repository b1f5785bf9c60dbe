//! Numbers, sizes and dates in the reader's own way of writing them.

#[cfg(target_arch = "wasm32")]
fn locale() -> String {
    crate::state::browser::window().navigator().language().unwrap_or_else(|| "en".to_owned())
}

/// A number: `2,094`.
#[cfg(target_arch = "wasm32")]
pub fn count(number: usize) -> String {
    js_sys::Number::from(number as f64).to_locale_string(&locale()).into()
}

/// A number, where there is no browser to ask.
#[cfg(not(target_arch = "wasm32"))]
pub fn count(number: usize) -> String {
    number.to_string()
}

/// A number with the noun that it needs: `1 service`, `26 services`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A size: `6.7 MB`.
pub fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        1e9.. => format!("{} GB", decimal(bytes / 1e9, 1)),
        1e6.. => format!("{} MB", decimal(bytes / 1e6, 1)),
        1e3.. => format!("{} kB", decimal(bytes / 1e3, 0)),
        _ => format!("{} B", decimal(bytes, 0)),
    }
}

/// A time in seconds: `0.21 s`.
pub fn seconds(seconds: f64) -> String {
    format!("{} s", decimal(seconds, if seconds < 10.0 { 2 } else { 0 }))
}

fn decimal(number: f64, places: usize) -> String {
    let written = format!("{number:.places$}");
    #[cfg(target_arch = "wasm32")]
    {
        use wasm_bindgen::prelude::*;
        let options = js_sys::Object::new();
        let set = |key: &str| js_sys::Reflect::set(&options, &key.into(), &JsValue::from(places as u32)).is_ok();
        if set("minimumFractionDigits") && set("maximumFractionDigits") {
            let number = JsValue::from(number);
            let local: Result<JsValue, JsValue> =
                js_sys::Reflect::get(&number, &"toLocaleString".into()).and_then(|method| {
                    js_sys::Reflect::apply(
                        &method.unchecked_into::<js_sys::Function>(),
                        &number,
                        &js_sys::Array::of2(&locale().into(), &options),
                    )
                });
            if let Some(local) = local.ok().and_then(|local| local.as_string()) {
                return local;
            }
        }
    }
    written
}

/// A day, from `YYYY-MM-DD`.
pub fn day(date: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    {
        let parsed = js_sys::Date::new(&date.into());
        let options = js_sys::Object::new();
        let set = |key: &str, value: &str| js_sys::Reflect::set(&options, &key.into(), &value.into()).is_ok();
        if !parsed.get_time().is_nan() && set("dateStyle", "medium") && set("timeZone", "UTC") {
            return parsed.to_locale_date_string(&locale(), options.as_ref()).into();
        }
    }
    date.to_owned()
}
