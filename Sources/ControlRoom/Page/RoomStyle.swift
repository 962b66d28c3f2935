/// The page's style: dark wall screen first, light when asked, natural flow on small screens.
enum RoomStyle {
    static let text = colours + frame + numbers + lists + health + states + sizes

    private static let colours = """
        :root{color-scheme:dark;--page:#0a1120;--tile:#131d31;--line:#26344f;--ink:#eef3fb;--dim:#a9b8d0;
        --normal:#7fb3ff;--watch:#ffe066;--high:#ff9f1c;--critical:#e0457b;--hot:#ff86ad;--free:#2b3a57;
        --edge:#7386a5;--glow:.13}
        [data-theme=light]{color-scheme:light;--page:#e9eef6;--tile:#fff;--line:#c3cede;--ink:#0f1b2d;
        --dim:#46566f;--normal:#1f62c4;--watch:#7d6000;--high:#a84b00;--critical:#b1124e;--hot:#b1124e;
        --free:#d3dcea;--glow:.1}
        .normal{--sev:var(--normal)}.watch{--sev:var(--watch)}.high{--sev:var(--high)}.critical{
        --sev:var(--critical)}

        """

    private static let frame = """
        *{box-sizing:border-box;margin:0}html{font-size:clamp(15px,min(1.72vh,1.08vw),30px)}
        body{background:var(--page);color:var(--ink);font:1rem/1.35 Inter,"Segoe UI",Roboto,"Noto Sans",
        "DejaVu Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums;min-height:100vh;display:flex;
        flex-direction:column;gap:.6rem;padding:.7rem .9rem;overflow-wrap:break-word}
        h1{font-size:1.4rem;letter-spacing:-.01em;line-height:1.15}h2{font-size:.92rem;font-weight:650;
        color:var(--dim);letter-spacing:.02em}h3{font-size:1rem;font-weight:600}
        small{font-size:.82rem;color:var(--dim);font-weight:400}.dim{color:var(--dim);font-size:.86rem}
        ul,ol{list-style:none;padding:0}a{color:var(--normal)}i{font-style:normal}
        .quiet,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;
        clip-path:inset(50%)}
        .skip:focus{position:fixed;top:.5rem;left:.5rem;padding:.5rem 1rem;background:var(--tile);z-index:9}
        :focus-visible{outline:3px solid var(--normal);outline-offset:2px;border-radius:4px}
        .scroll:focus-visible{outline-offset:-2px}
        .scroll{overflow:auto;scrollbar-width:thin;scrollbar-color:var(--edge) transparent}
        .row{display:flex;gap:.6rem;align-items:center;flex-wrap:wrap}
        button,.theme{font:inherit;font-size:.86rem;color:var(--ink);background:transparent;
        border:1px solid var(--edge);border-radius:6px;padding:.1rem .7rem;min-height:28px;min-width:28px;
        cursor:pointer;text-decoration:none;white-space:nowrap}.theme{display:inline-flex;align-items:center}
        button:hover,.theme:hover{background:var(--line)}button:disabled{opacity:.6;cursor:default}
        .top{display:grid;grid-template-columns:fit-content(20rem) minmax(0,1fr) auto;gap:1.2rem;
        align-items:center}
        .name div{display:flex;gap:.9rem;align-items:center;color:var(--dim)}.name div b{color:var(--ink);
        font-size:1.15rem}
        nav{display:flex;gap:.35rem;flex-wrap:wrap;max-height:4.2rem;overflow:auto}nav a{
        padding:.12rem .7rem;min-height:26px;border:1px solid var(--line);
        border-radius:6px;text-decoration:none;color:var(--ink);font-size:.9rem}
        nav a[aria-current]{background:var(--line);border-color:var(--normal)}
        .level{display:flex;align-items:center;gap:1.3rem;background:var(--tile);border-radius:10px;
        padding:.45rem 1.2rem;border:2px solid var(--sev);min-height:4.2rem}
        .badge{display:flex;gap:.8rem;align-items:center;line-height:1.05}.badge>i{font-size:2.7rem;
        color:var(--sev)}
        .badge small{display:block}.badge b{font-size:1.9rem;letter-spacing:.03em}
        .level ul{font-size:.95rem;border-left:1px solid var(--line);padding-left:1.2rem;display:grid;
        grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:0 1.6rem;flex:1;min-width:0;
        max-height:5.4rem}.level li{min-width:0}
        .when{text-align:right;display:grid;grid-template-columns:auto auto;gap:.1rem 1.4rem}
        .when p{line-height:1.1}.when small{display:block}.when time{font-size:1.75rem;font-weight:600}
        .when .clock time{color:var(--dim);font-size:1.3rem;line-height:1.75rem}
        .when .row{grid-column:1/3;justify-content:flex-end}
        #stale{display:none;background:var(--critical);color:#fff;font-size:1.5rem;font-weight:700;
        text-align:center;padding:.3rem;border-radius:8px}
        #stale span{background:#0a1120;padding:.1rem 1rem;border-radius:6px}
        main{display:grid;gap:.6rem;grid-template-columns:minmax(0,1fr) minmax(0,1fr);
        grid-template-areas:"n n" "a w" "b h";align-items:stretch}
        .numbers{grid-area:n}.wards{grid-area:w}.brief{grid-area:b}.alerts-now{grid-area:a}
        .history{grid-area:h}
        .panel{position:relative;background:var(--tile);border-radius:10px;padding:.5rem .3rem .5rem .8rem;
        display:flex;flex-direction:column;gap:.3rem;min-height:0;min-width:0}
        .panel>.scroll{flex:0 1 auto;min-height:0;max-height:32rem;padding-right:.5rem}
        .waiting{display:flex;flex-direction:column;align-items:center;justify-content:center;flex:1}
        dialog{margin:auto;background:var(--tile);color:var(--ink);border:2px solid var(--normal);
        border-radius:12px;padding:1.4rem;width:min(30rem,92vw)}dialog::backdrop{background:#000a}
        dialog form{display:grid;gap:.7rem}
        dialog h2{color:var(--ink);font-size:1.2rem;margin:0}input{font:inherit;padding:.4rem .6rem;
        border-radius:6px;border:1px solid var(--dim);background:var(--page);color:var(--ink)}
        #who-error{color:var(--hot)}

        """

    private static let numbers = """
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.6rem,1fr));gap:.5rem}
        .tile{position:relative;background:linear-gradient(transparent,transparent),var(--tile);
        border-radius:10px;padding:.45rem .7rem .4rem;border-left:5px solid var(--sev);display:grid;
        grid-template:1fr auto auto auto/minmax(0,1fr) auto;
        column-gap:.6rem;align-items:end;min-width:0}
        .tile h3{grid-column:1/3;align-self:start;color:var(--ink);font-size:.9rem;line-height:1.2}
        .mark{white-space:nowrap;font-size:.84rem}.mark i{color:var(--sev);font-size:1.15em}
        .tile .mark.normal{color:var(--dim)}
        .value{grid-column:1/3;line-height:1.1}.value b{font-size:2.15rem;font-weight:650;
        letter-spacing:-.02em;white-space:nowrap}.value span{color:var(--dim);font-size:1rem}
        .target{grid-column:1/3;font-size:.84rem;line-height:1.2;color:var(--dim);min-height:1.2em}
        .spark{width:100%;height:1.6rem;display:block;overflow:visible;min-width:0}
        .spark .line{fill:none;stroke:var(--sev);stroke-width:4;stroke-linejoin:round;stroke-linecap:round}
        .spark .area{fill:var(--sev);opacity:var(--glow)}.spark circle{fill:var(--sev)}
        .tile.critical{background:linear-gradient(90deg,#e0457b2e,transparent 70%),var(--tile)}
        .tile.high{background:linear-gradient(90deg,#ff9f1c1f,transparent 70%),var(--tile)}

        """

    private static let lists = """
        table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600}
        thead th{color:var(--dim);font-size:.84rem;font-weight:500;position:sticky;top:0;
        background:var(--tile)}.wards td,.wards th{padding:.1rem .5rem .1rem 0}
        .wards table{table-layout:fixed}.wards th:nth-child(1){width:3.6rem}
        .wards th:nth-child(3){width:4.8rem}.wards th:nth-child(4){width:3.9rem}
        .wards th:nth-child(5){width:6.3rem}.wards th:nth-child(6){width:5.1rem;padding-left:.5rem}.wards .n{white-space:nowrap}
        .wards tbody tr{border-top:1px solid var(--line)}.n{text-align:right}
                .beds{width:100%;height:auto;max-height:1.35rem;display:block}.beds path{stroke-width:5;
        stroke-dasharray:5 1;fill:none}
        .beds .full{stroke:var(--sev)}.beds .free{stroke:var(--free)}.beds .over{stroke:var(--ink)}
        .heat{font-weight:650}.wards td.heat{padding:0 .35rem}.wards td:last-child{padding-left:.5rem}
        .h8{background:#ffe0661c}.h9{background:#ff9f1c33}.h10,.h11,.h12{background:#e0457b55}
        .alerts li{font-size:.95rem;display:flex;flex-wrap:wrap;gap:.05rem .6rem;
        align-items:center;padding:.3rem .2rem .3rem .6rem;border-left:4px solid var(--sev);
        border-bottom:1px solid var(--line)}
        .alerts li.none{display:block;border:0;color:var(--dim);padding-left:.6rem}
        .alerts li.group{display:block;padding:0}
        summary{display:flex;flex-wrap:wrap;gap:.05rem .8rem;align-items:baseline;
        padding:.3rem .2rem .3rem .6rem;
        cursor:pointer}summary:hover{background:var(--line)}
        summary .what{flex:1 0 100%}summary .what::before{content:"▸ "}
        [open]>summary .what::before{content:"▾ "}
        .group ol{padding-left:.7rem;border-top:1px solid var(--line)}
        .tally{display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.9rem;padding-bottom:.25rem}
        .alerts time,.state{color:var(--dim);font-size:.86rem}.alerts li>.what{flex:1 0 100%;order:2;
        min-width:0}.alerts .ack{order:1;margin-left:auto;padding:0 .5rem;font-size:.8rem}
        .is-escalated .state{color:var(--hot);font-weight:650}
        .why{flex:1 0 100%;order:3;color:var(--dim);font-size:.84rem}
        .is-cleared .what{color:var(--dim)}.ack,#pause{display:none}.js .ack,.js #pause{display:inline-block}
        .brief{font-size:.96rem}.brief h3,.brief h4,.brief h5{margin:.5rem 0 .15rem;font-size:1rem}
        .brief ul,.brief ol{padding-left:1.3rem}.brief ul{list-style:disc}.brief ol{list-style:decimal}
        .brief li{margin:.12rem 0}.brief p{margin:.25rem 0}

        """

    private static let health = """
        footer{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.6rem;margin-top:auto}
        .sum{display:flex;flex-wrap:wrap;gap:.15rem .5rem;align-items:start}
        .pair{display:flex;gap:.5rem;align-items:baseline}.term b{font-size:1.04rem;font-weight:650}
        .term small{display:block;line-height:1.1;font-size:.76rem}.op{font-size:1.1rem;color:var(--dim)}
        .verdict{position:absolute;top:.4rem;right:.8rem;font-weight:650;font-size:.92rem;
        border:2px solid var(--sev);border-radius:8px;
        padding:0 .6rem}.verdict i{color:var(--sev);font-size:1.15em}
        .flow dl{display:flex;gap:.3rem .7rem;flex-wrap:wrap}.flow dt{font-size:.8rem;color:var(--dim)}
        .flow dd{margin:0;font-size:.98rem;font-weight:650;line-height:1.15}
        .chips{display:flex;flex-wrap:wrap;gap:.18rem .3rem;font-size:.78rem}.chips li{
        background:var(--page);border-radius:5px;padding:.02rem .4rem;color:var(--dim);
        min-width:0;overflow-wrap:anywhere}
        .chips b{color:var(--ink)}
        .flow .chips{margin-top:.3rem}.reasons{display:flex;gap:.6rem;margin-top:.35rem}.reasons h3{
        font-size:.8rem;color:var(--dim)}.reasons ul{flex:1;min-width:0}.place{margin-top:.3rem}
        #model{font-size:.82rem}#model .n{white-space:nowrap}#model th,#model td{
        padding:.05rem 0 .05rem .7rem;vertical-align:baseline}#model th{width:100%;padding-left:0;
        overflow-wrap:anywhere}

        """

    private static let states = """
        .stale #stale{display:block}.stale main,.stale .level{filter:saturate(.25)}
        .stale .tile::after,.stale .panel::after{content:"";position:absolute;inset:0;border-radius:10px;
        pointer-events:none;background:repeating-linear-gradient(135deg,#8b9cba40 0 7px,
        transparent 7px 20px)}
        .stale .value b,.stale .wards tbody{opacity:.6}.paused #age{color:var(--watch)}
        .kiosk button,.kiosk nav,.kiosk .theme,.kiosk .ack{display:none!important}.kiosk{cursor:none}
        @keyframes fresh{from{background-color:var(--line)}}
        .tile.fresh .value b{animation:glow .9s ease-out}@keyframes glow{from{color:var(--sev)}}
        .alerts .fresh{animation:fresh 1.5s ease-out}
        @media (prefers-reduced-motion:reduce){*{animation:none!important}}

        """

    /// Wall: everything on one screen, long panels scroll inside; phone: one column.
    private static let sizes = """
        @media (min-width:1500px) and (min-height:800px){body{height:100vh;overflow:hidden}
        .top,#stale{flex:none}
        main{flex:1 1 0;min-height:0;grid-template-columns:minmax(0,1.14fr) minmax(0,1.36fr) minmax(0,1.05fr)
        minmax(0,.93fr);grid-template-rows:auto minmax(0,1fr);grid-template-areas:"n n n n" "a w b h"}
        .numbers{max-height:42vh;overflow:auto}.panel>.scroll{max-height:none}
        .tiles{grid-template-columns:repeat(var(--columns),minmax(0,1fr))}
        .c4{--columns:4}.c5{--columns:5}.c6{--columns:6}.c7{--columns:7}.c8{--columns:8}
        footer{flex:none;height:10rem;grid-template-rows:minmax(0,1fr);
        grid-template-columns:minmax(0,2.4fr) minmax(0,1.35fr) minmax(0,1.95fr) minmax(0,1.75fr)}}
        @media (max-width:900px){html{font-size:16px}
        .top,main,footer{grid-template-columns:minmax(0,1fr)}.when{text-align:left}
        .when .row{justify-content:flex-start}main{grid-template-areas:"n" "a" "w" "b" "h"}
        .level{flex-wrap:wrap}.level ul{flex:1 1 15rem}.wards .strip{display:none}.verdict{position:static}
        .tiles{grid-template-columns:repeat(auto-fill,minmax(min(9.6rem,100%),1fr))}}
        @media (max-width:1100px) and (min-width:901px){.wards .strip{display:none}}
        @media (forced-colors:active){.tile,.alerts li{border-left-color:CanvasText}}

        """
}
