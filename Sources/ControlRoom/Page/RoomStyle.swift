/// The page's style: dark wall screen first, light by preference, natural flow on small screens.
enum RoomStyle {
    static let text = colours + frame + numbers + lists + health + states

    private static let colours = """
        :root{color-scheme:dark;--page:#0a1120;--tile:#131d31;--line:#26344f;--ink:#eef3fb;--dim:#a9b8d0;
        --normal:#7fb3ff;--watch:#ffe066;--high:#ff9f1c;--critical:#e0457b;--hot:#ff86ad;--free:#2b3a57;
        --glow:.13}
        @media (prefers-color-scheme:light){:root{color-scheme:light;--page:#e9eef6;--tile:#fff;
        --line:#c3cede;
        --ink:#0f1b2d;--dim:#46566f;--normal:#1f62c4;--watch:#7d6000;--high:#a84b00;--critical:#b1124e;
        --hot:#b1124e;
        --free:#d3dcea;--glow:.1}}
        .normal{--sev:var(--normal)}.watch{--sev:var(--watch)}.high{--sev:var(--high)}.critical{
        --sev:var(--critical)}

        """

    private static let frame = """
        *{box-sizing:border-box;margin:0}html{font-size:clamp(15px,1.72vh,30px)}
        body{background:var(--page);color:var(--ink);font:1rem/1.35 Inter,"Segoe UI",Roboto,"Noto Sans",
        "DejaVu Sans",
        system-ui,sans-serif;font-variant-numeric:tabular-nums;min-height:100vh;display:flex;
        flex-direction:column;
        gap:.7rem;padding:.8rem 1rem}
        h1{font-size:1.5rem;letter-spacing:-.01em;line-height:1.15}h2{font-size:.92rem;font-weight:650;
        color:var(--dim);
        margin-bottom:.45rem;letter-spacing:.02em}h3{font-size:1rem;font-weight:600}
        small{font-size:.82em;color:var(--dim);font-weight:400}.dim{color:var(--dim);font-size:.86rem}
        ul,ol{list-style:none;padding:0}a{color:var(--normal)}i{font-style:normal}
        .quiet,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;
        clip-path:inset(50%)}
        .skip:focus{position:fixed;top:.5rem;left:.5rem;padding:.5rem 1rem;background:var(--tile);z-index:9}
        :focus-visible{outline:3px solid var(--normal);outline-offset:2px;border-radius:4px}
        .scroll{overflow:auto;scrollbar-width:thin;scrollbar-color:var(--line) transparent}
        .row{display:flex;gap:.8rem;align-items:center}
        button{font:inherit;font-size:.86rem;color:var(--ink);background:transparent;
        border:1px solid #7386a5;
        border-radius:6px;padding:.15rem .7rem;min-height:28px;min-width:28px;cursor:pointer}
        button:hover{background:var(--line)}button:disabled{opacity:.6;cursor:default}
        .top{display:grid;grid-template-columns:auto 1fr auto;gap:1.6rem;align-items:center}
        .name p{display:flex;gap:.9rem;align-items:center;color:var(--dim)}.name p b{color:var(--ink);
        font-size:1.15rem}
        nav{display:flex;gap:.35rem;flex-wrap:wrap}nav a{padding:.12rem .7rem;min-height:26px;
        border:1px solid var(--line);
        border-radius:6px;text-decoration:none;color:var(--ink);font-size:.9rem}
        nav a[aria-current]{background:var(--line);border-color:var(--normal)}
        .level{display:flex;align-items:center;gap:1.3rem;background:var(--tile);border-radius:10px;
        padding:.45rem 1.2rem;
        border:2px solid var(--sev);min-height:4.2rem}
        .badge{display:flex;gap:.8rem;align-items:center;line-height:1.05}.badge>i{font-size:2.7rem;
        color:var(--sev)}
        .badge small{display:block}.badge b{font-size:1.9rem;letter-spacing:.03em}
        .level ul{font-size:.95rem;border-left:1px solid var(--line);padding-left:1.2rem;columns:17rem;
        column-gap:1.6rem;flex:1}
        .level li{break-inside:avoid}
        .when{text-align:right}.when .row{justify-content:flex-end}.clock{font-size:2.2rem;font-weight:600;
        line-height:1.05}
        #asof time{font-weight:650}
        #stale{display:none;background:var(--critical);color:#fff;font-size:1.5rem;font-weight:700;
        text-align:center;
        padding:.3rem;border-radius:8px}#stale span{background:#0a1120;padding:.1rem 1rem;border-radius:6px}
        main{flex:1;display:grid;gap:.7rem;grid-template-columns:1.5fr .95fr 1fr;
        grid-template-rows:auto minmax(0,1fr);grid-template-areas:"n n s" "w b s";min-height:0}
        .numbers{grid-area:n}.wards{grid-area:w}.brief{grid-area:b}.side{grid-area:s;display:flex;
        flex-direction:column;
        gap:.7rem;min-height:0;min-width:0}.alerts-now{flex:1.25 1 0}.history{flex:1 1 0}
        .panel{background:var(--tile);border-radius:10px;padding:.7rem .9rem;display:flex;
        flex-direction:column;
        min-height:0;min-width:0}.panel>.scroll{flex:1;min-height:0}
        .waiting{display:flex;flex-direction:column;align-items:center;justify-content:center}
        dialog{margin:auto;background:var(--tile);color:var(--ink);border:2px solid var(--normal);
        border-radius:12px;
        padding:1.4rem;width:min(30rem,92vw)}dialog::backdrop{background:#000a}dialog form{display:grid;
        gap:.7rem}
        dialog h2{color:var(--ink);font-size:1.2rem;margin:0}input{font:inherit;padding:.4rem .6rem;
        border-radius:6px;
        border:1px solid var(--dim);background:var(--page);color:var(--ink)}#who-error{color:var(--hot)}

        """

    private static let numbers = """
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.6rem,1fr));gap:.55rem}
        .tile{position:relative;background:linear-gradient(transparent,transparent),var(--tile);
        border-radius:10px;
        padding:.5rem .7rem .45rem;border-left:5px solid var(--sev);display:grid;
        grid-template:1fr auto auto auto/1fr auto;
        column-gap:.6rem;align-items:end;min-width:0}
        .tile h3{grid-column:1/3;align-self:start;color:var(--ink);font-size:.9rem;line-height:1.2}
        .mark{white-space:nowrap;font-size:.84rem}.mark i{color:var(--sev);font-size:1.15em}
        .tile .mark.normal{color:var(--dim)}
        .value{grid-column:1/3;line-height:1.1;white-space:nowrap}.value b{font-size:2.3rem;font-weight:650;
        letter-spacing:-.02em}.value span{color:var(--dim);font-size:1rem}
        .target{grid-column:1/3;font-size:.84rem;color:var(--dim);min-height:1.3em}
        .spark{width:100%;height:1.9rem;display:block;overflow:visible;min-width:0}
        .spark .line{fill:none;stroke:var(--sev);stroke-width:4;stroke-linejoin:round;stroke-linecap:round}
        .spark .area{fill:var(--sev);opacity:var(--glow)}.spark circle{fill:var(--sev)}
        .tile.critical{background:linear-gradient(90deg,#e0457b2e,transparent 70%),var(--tile)}
        .tile.high{background:linear-gradient(90deg,#ff9f1c1f,transparent 70%),var(--tile)}

        """

    private static let lists = """
        table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600}
        thead th{color:var(--dim);font-size:.84rem;font-weight:500}.wards td,.wards th{
        padding:.13rem .5rem .13rem 0}
        .wards tbody tr{border-top:1px solid var(--line)}.n{text-align:right}
        .wards td.strip{width:64%}.wards .mark{display:inline-block;min-width:5.4em}
        .beds{width:100%;height:auto;max-height:1.5rem;display:block}.beds path{stroke-width:5;
        stroke-dasharray:5 1;fill:none}
        .beds .full{stroke:var(--sev)}.beds .free{stroke:var(--free)}.beds .over{stroke:var(--ink)}
        .heat{font-weight:650}.wards td.heat{padding:0 .35rem}.heat+td{padding-left:.5rem}
        .h8{background:#ffe0661c}.h9{background:#ff9f1c33}.h10,.h11,.h12{background:#e0457b55}
        .alerts li{font-size:.95rem;display:grid;grid-template-columns:auto auto 1fr auto;gap:.05rem .6rem;
        align-items:center;
        padding:.34rem .2rem .34rem .6rem;border-left:4px solid var(--sev);
        border-bottom:1px solid var(--line)}
        .alerts li.none{display:block;border:0;color:var(--dim);padding-left:0}
        .alerts time,.state{color:var(--dim);font-size:.86rem}.alerts .what{grid-column:1/5;grid-row:2}
        .alerts .ack{grid-column:4;grid-row:1}.is-escalated .state{color:var(--hot);font-weight:650}
        .is-cleared .what{color:var(--dim)}.ack,#pause{display:none}.js .ack,.js #pause{display:inline-block}
        .brief{font-size:.96rem}.brief h3,.brief h4,.brief h5{margin:.5rem 0 .15rem;font-size:1rem}
        .brief ul,.brief ol{list-style:disc;
        padding-left:1.1rem}.brief li{margin:.12rem 0}.brief p{margin:.25rem 0}

        """

    private static let health = """
        footer{display:grid;grid-template-columns:2.65fr 1.5fr 1.7fr 1.4fr;gap:.7rem}
        footer section{position:relative;background:var(--tile);border-radius:10px;padding:.5rem .8rem;
        min-width:0}
        .sum{display:flex;flex-wrap:wrap;gap:.15rem .5rem}.pair{display:flex;gap:.5rem;align-items:baseline}
        .term b{font-size:1.04rem;font-weight:650}
        .term small{display:block;line-height:1.1;font-size:.76rem}.op{font-size:1.1rem;color:var(--dim)}
        .verdict{font-weight:650;position:absolute;top:.45rem;right:.8rem;font-size:.92rem;
        border:2px solid var(--sev);border-radius:8px;
        padding:0 .6rem;white-space:nowrap}.verdict i{color:var(--sev);font-size:1.25em}
        .flow dl{display:flex;gap:.3rem .9rem;flex-wrap:wrap}.flow dt{font-size:.8rem;color:var(--dim)}
        .flow dd{margin:0;font-size:.98rem;font-weight:650;line-height:1.15;white-space:nowrap}
        .chips{display:flex;flex-wrap:wrap;gap:.2rem .35rem;font-size:.8rem}.chips li{
        background:var(--page);
        border-radius:5px;padding:.02rem .5rem;color:var(--dim)}.chips b{color:var(--ink)}
        .flow .chips{margin-top:.3rem}.reasons{display:flex;gap:.6rem;margin-top:.5rem}.reasons h3{
        font-size:.8rem;color:var(--dim)}.place{margin-top:.3rem;overflow-wrap:anywhere}
        #model{font-size:.82rem}#model .n{white-space:nowrap}#model th,#model td{
        padding:.05rem .5rem .05rem 0;vertical-align:baseline}

        """

    private static let states = """
        .stale #stale{display:block}.stale main,.stale .level{filter:saturate(.25)}
        .stale .tile::after,.stale .panel::after,.stale footer section::after{content:"";position:absolute;
        inset:0;border-radius:10px;
        pointer-events:none;background:repeating-linear-gradient(135deg,#8b9cba40 0 7px,
        transparent 7px 20px)}
        .panel{position:relative}.stale .value b,.stale .wards tbody{opacity:.6}.paused #age{
        color:var(--watch)}
        .kiosk button,.kiosk nav,.kiosk .ack{display:none!important}.kiosk{cursor:none}
        @keyframes fresh{from{background-color:var(--line)}}
        .tile.fresh .value b{animation:glow .9s ease-out}@keyframes glow{from{color:var(--sev)}}
        .alerts .fresh{animation:fresh 1.5s ease-out}
        @media (prefers-reduced-motion:reduce){*{animation:none!important}}
        @media (min-width:1500px) and (min-height:800px){body{height:100vh;overflow:hidden}}
        @media (max-width:1499px){main{grid-template-columns:1fr 1fr;grid-template-rows:none;
        grid-template-areas:"n n" "s w" "s b"}.panel>.scroll{max-height:32rem}
        footer{grid-template-columns:1fr 1fr}.wide{grid-column:1/3}}
        @media (max-width:900px){html{font-size:16px}.top{grid-template-columns:1fr}.when{text-align:left}
        .when .row{justify-content:flex-start}
        main{grid-template-columns:1fr;grid-template-areas:"n" "s" "w" "b"}footer{grid-template-columns:1fr}
        .wide{grid-column:1}.level{flex-wrap:wrap}.level ul{columns:1}.wards td.strip,.wards th.strip{
        display:none}}
        @media (forced-colors:active){.tile,.alerts li{border-left-color:CanvasText}}

        """
}
