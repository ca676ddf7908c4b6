namespace SbertRepro.Reporting;

/// <summary>The page's style: one column, quiet colours, digits of one width; light and dark after the reader's system, tables as cards on a phone.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root{--ink:#1d2126;--soft:#57616b;--line:#d9dee3;--page:#fff;--band:#f5f7f9;--link:#0b5cad;--paper:#8a3b76;--here:#0b5cad;
        --reproduced:#0b6b3a;--consistent:#0b5cad;--deviates:#a63a00;--not-judged:#57616b;--not-run:#57616b}
        @media(prefers-color-scheme:dark){:root{--ink:#e4e7ea;--soft:#a0aab4;--line:#363d44;--page:#14171a;--band:#1c2024;--link:#7db8f5;--paper:#e79bd2;--here:#7db8f5;
        --reproduced:#5fce96;--consistent:#7db8f5;--deviates:#ff9d66;--not-judged:#a0aab4;--not-run:#a0aab4}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
        @media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0 auto;max-width:84rem;padding:1.5rem 1.25rem 4rem;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4rem;letter-spacing:-.01em}
        h2{font-size:1.4rem;margin:3rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
        h3{font-size:1.05rem;margin:1.75rem 0 .25rem}
        p,dl,ul{max-width:50rem}
        a{color:var(--link);text-underline-offset:.15em}
        :focus-visible{outline:2px solid var(--link);outline-offset:2px}
        .unseen{position:absolute;width:1px;height:1px;margin:0;padding:0;border:0;overflow:hidden;clip-path:inset(50%)}
        .lead{margin:0;max-width:62rem;color:var(--soft)}
        nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;padding:.5rem 0;margin:.75rem 0 0;list-style:none;max-width:none;border-block:1px solid var(--line);font-size:.9rem}
        nav a{display:inline-block;padding:.2rem 0;text-decoration:none}nav a:hover{text-decoration:underline}
        .headline{font-size:1.2rem;line-height:1.45;max-width:62rem;margin:1.25rem 0}
        .tiles{display:grid;grid-template-columns:repeat(5,1fr);gap:.6rem;list-style:none;padding:0;margin:0;max-width:none}
        .tiles li{padding:.6rem .8rem;background:var(--band);border-top:3px solid;border-radius:0 0 6px 6px}
        .tiles b{font-size:1.6rem;line-height:1.2;margin-right:.35rem;font-variant-numeric:tabular-nums}.tiles span{font-weight:600}
        .columns{display:grid;grid-template-columns:minmax(0,4fr) minmax(0,7fr);gap:0 2.5rem;align-items:start}
        .facts{grid-template-columns:max-content 1fr;max-width:none;margin:1.25rem 0 0;padding-top:.75rem;border-top:1px solid var(--line);font-size:.9rem}
        .scroll{overflow-x:auto;margin:1rem 0;border:1px solid var(--line);border-radius:6px}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.88rem}
        caption{text-align:left;padding:.5rem 0;color:var(--soft);font-size:.82rem}.scroll caption{padding:.5rem .75rem}
        th,td{padding:.4rem .5rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
        thead th,thead td{background:var(--band);border-top:0}
        tbody th{font-weight:600;min-width:8rem}
        td.n,.numbers thead th:not(:first-child),.table1-glance thead th,.card-glance thead th{text-align:right}
        td.n{white-space:nowrap}td.n p{margin:0 0 .5rem}.card td.n{white-space:normal}
        td.wide{min-width:16rem}
        .table1-glance th,.table1-glance td,.card-glance th,.card-glance td{padding:.3rem .35rem}.table1-glance b,.card-glance b{font-size:.98rem}
        .table1-glance tbody th,.card-glance tbody th{padding-left:0;font-weight:500}.card-glance td.n{white-space:normal}
        .card-glance tbody th{min-width:12rem}.table1-glance thead th{white-space:nowrap}.table1-glance tbody th{min-width:11rem}.table1-glance small a{padding:0 .1rem}
        small{display:block;color:var(--soft);font-size:.76rem;line-height:1.35;font-weight:400}
        #glance .scroll{border:0;margin:0}#glance .scroll caption{padding:.25rem 0}
        .none{color:var(--soft)}
        .v{white-space:nowrap}
        .reproduced{color:var(--reproduced)}.consistent{color:var(--consistent)}.deviates{color:var(--deviates)}.not-judged{color:var(--not-judged)}.not-run{color:var(--not-run)}
        .legend{list-style:none;padding:0}.legend li{display:flex;align-items:baseline}.legend .v{flex:none;min-width:8rem;font-weight:600}
        .tally,.note,figcaption{color:var(--soft)}#glance .note{font-size:.85rem;margin:.4rem 0}figcaption{font-size:.82rem;grid-column:1/-1}
        figure{margin:1rem 0}figure svg{display:block;max-width:100%;height:auto}
        figure.narrow{display:none}
        .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(296px,100%),1fr));gap:1rem}
        .runs{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(380px,100%),1fr));gap:0 1.5rem}.runs ul{padding-left:1.1rem;font-size:.85rem}
        .cards{columns:26rem;column-gap:1rem;margin-top:1rem}
        .claim{break-inside:avoid;margin:0 0 1rem;padding:.9rem 1rem;background:var(--band);border-radius:6px}.claim h3{margin:0}.claim p{margin:.2rem 0 .6rem;font-size:.85rem}
        .claim ul{list-style:none;padding:0;margin:0}.claim li{padding:.35rem 0;border-top:1px solid var(--line);font-size:.88rem}
        .claim .players{margin:.8rem 0 .3rem;font-size:.82rem;color:var(--soft)}.claim .v{font-weight:600}
        .chance{display:block;height:4px;margin:.2rem 0;border-radius:2px;background:linear-gradient(90deg,currentColor var(--p),var(--line) var(--p))}
        button.sort{all:unset;cursor:pointer;font:inherit}button.sort:hover{text-decoration:underline}button.sort:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        th[aria-sort=descending] button::after{content:" ▼";font-size:.7em}th[aria-sort=ascending] button::after{content:" ▲";font-size:.7em}
        .tools{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;margin:1rem 0}.tools label{display:block;max-width:100%;font-weight:600}
        select{display:block;max-width:100%;padding:.35rem .5rem;font:inherit;font-weight:400;color:var(--ink);background:var(--page);
        border:1px solid var(--soft);border-radius:4px}
        .cause{font-weight:600}.found{margin:1rem 0}.found th:not(:first-child){text-align:right}.found td.n{white-space:normal}
        details{margin:.6rem 0}summary{cursor:pointer;color:var(--link);padding:.15rem 0}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
        .commands{display:block}.commands dd{margin:0 0 .75rem}
        code{font:.85em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
        .reasons,.notrun{max-width:60rem;padding-left:1.1rem}
        footer{margin-top:3rem;color:var(--soft);border-top:1px solid var(--line)}
        @media(max-width:68rem){.columns{grid-template-columns:minmax(0,1fr)}}
        @media(max-width:46rem){
        body{padding:1rem .75rem 3rem;overflow-wrap:break-word}h1{font-size:1.5rem}.headline{font-size:1.05rem}
        figure.wide{display:none}figure.narrow{display:block}
        .tiles{grid-template-columns:1fr 1fr}.tiles small{display:none}.tiles li:last-child{grid-column:1/-1}
        dl{display:block}dd{margin-bottom:.5rem}
        .scroll{overflow-x:visible;border:0}.scroll caption{padding:.5rem 0}
        table:not(.card-glance),table:not(.card-glance) :is(caption,tbody){display:block}
        table:not(.card-glance) thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        table:not(.card-glance) tbody tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.2rem,1fr));gap:.5rem .5rem;padding:.75rem 0;border-top:1px solid var(--line)}
        table:not(.card-glance) tbody :is(th,td){display:block;padding:0;border:0;text-align:left;white-space:normal;min-width:0;max-width:none}
        table:not(.card-glance) tbody th,table:not(.card-glance) td.wide{grid-column:1/-1}
        table:not(.card-glance) td:empty{display:none}
        table:not(.card-glance) tbody td::before{content:attr(data-label);display:block;color:var(--soft);font-size:.74rem}
        table.table1-glance:not(.card-glance) tbody tr{grid-template-columns:repeat(4,1fr)}
        .card-glance{font-size:.8rem}.card-glance tbody th{min-width:0}
        }
        @media print{
        :root{--ink:#000;--soft:#444;--line:#bbb;--page:#fff;--band:#f2f2f2;--link:#000;--paper:#8a3b76;--here:#0b5cad;
        --reproduced:#0b6b3a;--consistent:#0b5cad;--deviates:#a63a00;--not-judged:#444;--not-run:#444}
        body{max-width:none;padding:0;font-size:10pt}nav,.tools{display:none}.scroll{overflow:visible;border:0}a{text-decoration:none}
        tr,figure svg,.tiles li{break-inside:avoid}h2,h3{break-after:avoid}details::details-content{content-visibility:visible;block-size:auto}
        }

        """;
}
