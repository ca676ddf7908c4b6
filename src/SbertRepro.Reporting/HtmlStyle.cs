namespace SbertRepro.Reporting;

/// <summary>The page's style: one column, quiet colours, digits of one width; light and dark after the reader's system.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root{--ink:#1d2126;--soft:#5c6670;--line:#d9dee3;--page:#fff;--band:#f5f7f9;--link:#0b5cad;--reproduced:#0b6b3a;--consistent:#0b5cad;--deviates:#a63a00;--not-judged:#5c6670;--not-run:#5c6670}
        @media(prefers-color-scheme:dark){:root{--ink:#e4e7ea;--soft:#a0aab4;--line:#363d44;--page:#14171a;--band:#1c2024;--link:#7db8f5;--reproduced:#5fce96;--consistent:#7db8f5;--deviates:#ff9d66;--not-judged:#a0aab4;--not-run:#a0aab4}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0 auto;max-width:78rem;padding:2rem 1.25rem 4rem;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 .75rem}
        h2{font-size:1.35rem;margin:3rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
        h3{font-size:1.05rem;margin:2rem 0 .25rem}
        h4{font-size:1rem;margin:1.25rem 0 .25rem}
        p,dl,ul{max-width:48rem}
        .lead{font-size:1.1rem}
        a{color:var(--link)}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none;max-width:none}
        .scroll{overflow-x:auto;margin:1rem 0;border:1px solid var(--line);border-radius:6px}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.9rem}
        caption{text-align:left;padding:.6rem .75rem;color:var(--soft);font-size:.85rem}
        th,td{padding:.45rem .75rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
        thead th{background:var(--band);white-space:nowrap}
        tbody th{position:sticky;left:0;background:var(--page);font-weight:600;min-width:9rem;max-width:16rem;border-right:1px solid var(--line)}
        thead th:not(:first-child){text-align:right}
        td.n{text-align:right;white-space:nowrap}
        td.wide{min-width:18rem}
        section:not([id^=table]) thead th{text-align:left}
        small{display:block;color:var(--soft);font-size:.78rem;font-weight:400}
        .v{white-space:nowrap}
        .reproduced{color:var(--reproduced)}.consistent{color:var(--consistent)}.deviates{color:var(--deviates)}.not-judged{color:var(--not-judged)}.not-run{color:var(--not-run)}
        .legend{list-style:none;padding:0}.legend li{display:flex;align-items:baseline}.legend .v{flex:none;min-width:8rem;font-weight:600}
        .tally{color:var(--soft)}
        .note{color:var(--soft)}
        figure{margin:1rem 0;overflow-x:auto}figure svg{min-width:44rem;width:100%;height:auto;display:block}
        details{margin:.75rem 0}summary{cursor:pointer;color:var(--link)}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
        .commands{display:block}.commands dd{margin:0 0 .75rem}
        code{font:.85em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
        .reasons,.notrun{max-width:60rem;padding-left:1.1rem}
        footer{margin-top:3rem;color:var(--soft);border-top:1px solid var(--line)}
        @media(max-width:40rem){body{padding:1rem .75rem 3rem}dl{display:block}dd{margin-bottom:.5rem}tbody th{min-width:7rem;max-width:9rem}}

        """;
}
