#include "pf/report/plot_picture.hpp"

namespace pf::report {
namespace {

constexpr char const* light = R"css(
.back { fill: #ffffff }
.text { fill: #1f2933; font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif }
.label { fill: #64748b; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums }
.title { font-size: 17px; font-weight: 600 }
.grid { stroke: #e2e8f0; stroke-width: 1 }
.zero { stroke: #94a3b8; stroke-width: 1 }
.value { fill: none; stroke: #2563eb; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
.below { fill: #2563eb; fill-opacity: 0.08 }
.latest { fill: #2563eb }
.invested { fill: none; stroke: #64748b; stroke-width: 1.5; stroke-dasharray: 5 4 }
.gain { fill: #16a34a; fill-opacity: 0.75 }
.loss { fill: #dc2626; fill-opacity: 0.75 }
.unknown { fill: #94a3b8; fill-opacity: 0.16 }
.cursor { stroke: #1f2933; stroke-width: 1; visibility: hidden }
.fall { fill: #dc2626; fill-opacity: 0.35 }
.up1 { fill: #dcfce7; background: #dcfce7 }
.up2 { fill: #86efac; background: #86efac }
.up3 { fill: #4ade80; background: #4ade80 }
.down1 { fill: #fee2e2; background: #fee2e2 }
.down2 { fill: #fca5a5; background: #fca5a5 }
.down3 { fill: #f87171; background: #f87171 }
.even { fill: #f1f5f9; background: #f1f5f9 }
)css";

constexpr char const* dark = R"css(
@media (prefers-color-scheme: dark) {
.back { fill: #0f172a }
.text { fill: #e2e8f0 }
.label { fill: #94a3b8 }
.grid { stroke: #1e293b }
.zero { stroke: #64748b }
.value { stroke: #60a5fa }
.below { fill: #60a5fa; fill-opacity: 0.12 }
.latest { fill: #60a5fa }
.invested { stroke: #94a3b8 }
.gain { fill: #4ade80 }
.loss { fill: #f87171 }
.unknown { fill: #94a3b8; fill-opacity: 0.14 }
.cursor { stroke: #e2e8f0 }
.fall { fill: #f87171; fill-opacity: 0.4 }
.up1 { fill: #14532d; background: #14532d }
.up2 { fill: #15803d; background: #15803d }
.up3 { fill: #16a34a; background: #16a34a }
.down1 { fill: #450a0a; background: #450a0a }
.down2 { fill: #7f1d1d; background: #7f1d1d }
.down3 { fill: #b91c1c; background: #b91c1c }
.even { fill: #1e293b; background: #1e293b }
}
)css";

} // namespace

std::string picture_colors()
{
    return std::string{light} + dark;
}

} // namespace pf::report
