namespace Busbar.Documents.Paper;

/// <summary>How documents in HTML look: on a screen, on a telephone, on paper.</summary>
internal static class HtmlStyle
{
    private const string Usual =
        """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0 auto;max-width:54rem;padding:2rem 1.5rem;background:#fff;color:#1a202c;
        font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
        header{border-bottom:3px solid var(--own);padding-bottom:1rem;margin-bottom:1.5rem}
        .seller{margin:0;font-size:1.25rem;font-weight:700;color:var(--own)}
        .logo{display:block;max-height:4.5rem;max-width:60%}
        h1,h2,h3{line-height:1.25;color:var(--own);margin:2rem 0 .75rem;overflow-wrap:anywhere}
        h1{font-size:1.75rem;margin-top:0}
        h2{font-size:1.25rem}
        h3{font-size:1.05rem}
        p{margin:.5rem 0;overflow-wrap:anywhere}
        address{font-style:normal;margin:.5rem 0;overflow-wrap:anywhere}
        .beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:1rem 2rem;
        align-items:start;margin:1rem 0}
        .beside>div{min-width:0}
        dl{margin:0}
        dl div{display:grid;grid-template-columns:minmax(7rem,2fr) 3fr;gap:1rem;padding:.25rem 0;
        border-bottom:1px solid #e2e8f0}
        dt{color:#4a5568}
        dd{margin:0;overflow-wrap:anywhere}
        .headline{container-type:inline-size;border-left:4px solid var(--own);background:#f7fafc;padding:1rem 1.25rem}
        .headline p{margin:.15rem 0}
        .label{display:block;color:#4a5568}
        strong.sum{display:block;font-size:min(var(--most),150cqi/var(--signs));line-height:1.2;--most:2.25rem;
        font-variant-numeric:tabular-nums;white-space:nowrap}
        .note{color:#2d3748}
        .lead{font-size:1.125rem;margin:1.25rem 0}
        .notice{border-left:4px solid #b7791f;background:#fffaf0;padding:.6rem 1rem}
        .small{font-size:.875rem;color:#4a5568}
        .wide{overflow-x:auto;margin:.75rem 0}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        caption{text-align:start;font-weight:600;padding:.25rem 0 .5rem}
        th,td{padding:.35rem .75rem .35rem 0;text-align:start;vertical-align:top}
        th:last-child,td:last-child{padding-inline-end:.25rem}
        thead th{border-bottom:2px solid var(--own);color:#4a5568;font-weight:600;vertical-align:bottom}
        tbody th{font-weight:400;min-width:9rem;overflow-wrap:anywhere}
        tbody tr{border-top:1px solid #e2e8f0}
        tbody tr.detail,tbody tr:first-child{border-top:0}
        td.number,th.number,td.end,th.end{text-align:end;white-space:nowrap}
        thead th.number,thead th.end{white-space:normal}
        .unit{display:inline-block;text-align:start}
        tr.group th{font-weight:700;padding-top:1rem}
        tr.detail td{padding-top:0;padding-inline-start:1rem;font-size:.875rem;color:#4a5568}
        tr.sum th,tr.sum td{font-weight:600}
        tbody tr.total{border-top:2px solid var(--own)}
        tr.total th,tr.total td{font-weight:700;padding-block:.6rem}
        figure{margin:1.5rem 0;break-inside:avoid}
        figure svg{display:block;width:100%;height:auto}
        figure svg.narrow{display:none}
        p.chart{font-weight:600;margin:0 0 .5rem}
        figcaption p{color:#4a5568;font-size:.875rem}
        details{margin:.75rem 0}
        summary{cursor:pointer;padding:.3rem 0;min-height:1.75rem;color:var(--own);font-weight:600}
        details.values td,details.values th{font-size:.8125rem;padding-inline-end:.5rem}
        details.values tbody th{min-width:4rem;white-space:nowrap}
        :focus-visible{outline:3px solid var(--own);outline-offset:2px}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        div.whole{border-top:1px solid #e2e8f0;margin-top:2rem}
        footer{border-top:1px solid #e2e8f0;margin-top:3rem;font-size:.875rem;color:#4a5568}
        @media (max-width:34rem){body{padding:1rem}strong.sum{--most:1.9rem}
        th,td{padding-inline-end:.5rem}tbody th{min-width:7rem}}
        @media screen and (max-width:40rem){
        figure svg{display:none}figure svg.narrow{display:block;max-width:30rem}
        .lines thead,.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .lines,.stack,.lines caption,.stack caption,.lines tbody,.stack tbody{display:block}
        .lines caption.unseen,.stack caption.unseen{display:block}
        .lines tr{display:flex;flex-wrap:wrap;column-gap:.5rem;padding:.35rem 0}
        .lines th,.lines td{display:block;padding:0;white-space:normal}
        .lines th,.lines tr.detail td{flex:0 0 100%;min-width:0}
        .lines td:empty,.stack td:empty{display:none}
        .lines td:last-child{margin-inline-start:auto}
        .lines td:nth-child(2):not(:empty)+td:not(:empty,:has(.word))::before{content:"× "}
        .lines tr.sum th,.lines tr.total th{flex:1 1 0}
        .stack tr{display:block;padding:.35rem 0}
        .stack th,.stack td{display:block;padding:0;min-width:0;white-space:normal;text-align:start}
        .stack td[data-name]{display:flex;justify-content:space-between;column-gap:1rem;overflow-wrap:anywhere}
        .stack td[data-name]::before{content:attr(data-name) / "";color:#4a5568}
        .stack tbody th{font-weight:600}.stack tr.total th,.stack tr.total td{padding:0}
        .lines .pad,.stack .pad{display:none}.lines .unit,.stack .unit{min-width:0!important}}
        @media print{html{font-size:9.5pt}body{max-width:none;padding:0}.short{break-inside:avoid}
        th,td{padding-block:.22rem}h1,h2,h3{margin-top:1.4rem}figure svg{max-width:150mm}
        div.whole{border-top:0;margin-top:0}.wide{overflow:visible}details.values{display:none}
        details:not(.values)::details-content{content-visibility:visible;block-size:auto;display:block}
        h1,h2,h3,caption{break-after:avoid}
        thead{display:table-header-group}tr{break-inside:avoid}tr.sum,tr.total,tr.detail{break-before:avoid}
        tr.group{break-after:avoid}.headline,.notice{print-color-adjust:exact}p{orphans:3;widows:3}}

        """;

    /// <summary>The styles of a document, in the seller's colour, for the paper of its country.</summary>
    public static string Of(Sheet sheet) => $":root{{--own:{sheet.Look.Colour}}}\n"
        + $"@page{{size:{(PageStyle.Of(sheet.Language).IsLetter ? "letter" : "A4")};margin:16mm 15mm 18mm}}\n" + Usual;
}
