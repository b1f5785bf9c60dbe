//! While reading: what is being read, how far it is, and "Cancel". Below it, what could not be read.

use yew::prelude::*;

use crate::parts::figures::{count, counted, size};
use crate::parts::icon::{Icon, Picture};
use crate::state::session::{Notice, Stage, Task};

#[derive(PartialEq, Properties)]
pub struct ReadingProps {
    pub tasks: Vec<Task>,
    pub notices: Vec<Notice>,
    pub oncancel: Callback<u32>,
    pub ondismiss: Callback<u32>,
}

/// One line for each task and each notice.
#[component]
pub fn Reading(props: &ReadingProps) -> Html {
    html! {
        <section class="reading" aria-label="Being read">
            { for props.tasks.iter().map(|task| html! { <div class="panel task" key={task.id}>{ line(task, &props.oncancel) }</div> }) }
            { for props.notices.iter().map(|notice| html! {
                <div class="panel notice" role="alert" key={notice.id}>
                    <p>
                        if !notice.name.is_empty() {
                            <b class="code">{ notice.name.clone() }</b>{ " " }
                        }
                        { format!("{}.", notice.sentence.trim_end_matches('.')) }
                    </p>
                    <button type="button" class="quiet square" aria-label="Dismiss" onclick={
                        let (ondismiss, id) = (props.ondismiss.clone(), notice.id);
                        move |_: MouseEvent| ondismiss.emit(id)
                    }><Icon picture={Picture::Cross} /></button>
                </div>
            }) }
        </section>
    }
}

fn line(task: &Task, oncancel: &Callback<u32>) -> Html {
    let (value, detail, path) = match &task.stage {
        Stage::Listing(files) => (None, format!("Listing its files: {}", count(*files as usize)), String::new()),
        Stage::Waiting => (None, "Waiting".to_owned(), String::new()),
        Stage::Reading(done) if done.of_bytes == 0 && done.of_files == 0 => (None, "Opening".to_owned(), String::new()),
        Stage::Reading(done) => {
            let share = if done.of_bytes > 0 {
                done.bytes as f64 / done.of_bytes as f64
            } else {
                f64::from(done.files) / f64::from(done.of_files.max(1))
            };
            let files = match done.of_files {
                0 => counted(done.files as usize, "file", "files"),
                all => format!("{} of {}", count(done.files as usize), counted(all as usize, "file", "files")),
            };
            let bytes = if done.of_bytes > 0 {
                format!(", {} of {}", size(done.bytes), size(done.of_bytes))
            } else {
                String::new()
            };
            (Some((share.clamp(0.0, 1.0) * 100.0).round()), files + &bytes, done.path.clone())
        }
    };
    let onclick = {
        let (oncancel, id) = (oncancel.clone(), task.id);
        Callback::from(move |_: MouseEvent| oncancel.emit(id))
    };
    html! {
        <>
            <div class="task-words">
                <b>{ format!("{} {}", task.doing, task.name) }</b>
                <span class="soft">{ detail }</span>
                <span class="code soft path">{ path }</span>
            </div>
            <progress aria-label={format!("{} {}", task.doing, task.name)} max="100" value={value.map(|value| value.to_string())} />
            <button type="button" {onclick}>{ "Cancel" }</button>
        </>
    }
}
