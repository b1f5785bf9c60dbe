fn main(){
  for p in std::env::args().skip(1) {
    let b=std::fs::read(&p).unwrap();
    let a=patchbay_engine::markdown::read(&b,&patchbay_engine::markdown::Options{name:p.rsplit('/').next().unwrap().into(),..Default::default()}).unwrap();
    println!("##### {} | {} | {}",p,a.title,a.date);
    for s in &a.services { 
      println!("* {} [{}] {} {} | {} ", s.id,s.name,s.category.word(),s.status.word(),s.section);
      println!("     lines {:?}", s.evidence.iter().map(|e|e.line).collect::<Vec<_>>());
      if !s.purpose.is_empty(){println!("     purpose: {}",s.purpose);}
      for c in &s.clients { println!("     client {}:{} {} {}",c.ecosystem,c.name,c.requirement,c.version);}
      if !s.env.is_empty(){println!("     env {:?}",s.env);} if !s.hosts.is_empty(){println!("     hosts {:?}",s.hosts);} if !s.images.is_empty(){println!("     images {:?}",s.images);} if !s.implementation.is_empty(){println!("     impl {:?}",s.implementation);}
      for at in &s.attributes { println!("     - {}: {}",at.label,at.text.replace('\n'," // "));}
    }
    for v in &a.env { println!("$ {} ({}) {:?} : {} {:?}",v.name,v.service,v.required,v.purpose,v.claimed.iter().map(|c|c.line).collect::<Vec<_>>()); }
    for e in &a.endpoints { println!("> {:?} {} {} ({}) {:?} ev {:?} | {} | {:?} @{}",e.direction,e.method,e.path,e.service,e.verification,e.events,e.purpose,e.attributes,e.place.path); }
    for s in &a.stores { println!("= {} {} {}",s.service,s.kind,s.name);}
    let d=a.document.unwrap();
    println!("--- blocks");
    for bl in &d.blocks { println!("{:4} {:9} {:9} {:16} {}",bl.line,bl.kind.word(),bl.role.word(),bl.service, d.text[bl.start as usize..bl.end as usize].replace('\n'," // ").chars().take(150).collect::<String>()); }
    println!("--- claims");
    for c in &d.claims { println!("{:4} {:8} {} = {} ({})",c.line,c.kind.word(),c.subject,c.value,c.service);}
    println!("--- notes");
    for n in &a.notes { println!("  [{} / {}] {} {}",n.section,n.group,n.depth,n.text.replace('\n'," // ").chars().take(120).collect::<String>());}
  }
}
