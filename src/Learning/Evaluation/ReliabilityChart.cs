using System.Globalization;
using System.Net;
using System.Text;

namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>
/// Draws whether scores are the probabilities they claim to be, as a stand-alone SVG 1.1 picture: a point a bin of equal numbers of
/// listings, its share of suspicious ones with a 95 % interval, against the diagonal where a perfect score lies; below, how many
/// listings of each verdict have which score.
/// </summary>
public static class ReliabilityChart
{
    private const int Width = 720, Height = 760;
    private const double Left = 84, Top = 96, Side = 560, MassTop = 676, MassHeight = 36;
    private const int MassBins = 40;

    /// <summary>The picture.</summary>
    /// <param name="report">Whose bins and mass are drawn.</param>
    /// <param name="title">Above the picture.</param>
    public static string Draw(EvaluationReport report, string title)
    {
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="'Noto Sans','Segoe UI',Arial,sans-serif" font-size="14" fill="#1f2933">""");
        Line(svg, $"""<rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Line(svg, $"""<text x="{Left}" y="34" font-size="20" font-weight="600">{WebUtility.HtmlEncode(title)}</text>""");
        Line(svg, $"""<text x="{Left}" y="58" fill="#52606d">{report.Listings} tin, {report.Suspicious} nghi vấn · ECE {report.Ece:F3} · Brier {report.Brier:F3} · log-loss {report.LogLoss:F3}</text>""");
        Line(svg, $"""<text x="{Left}" y="78" fill="#52606d">trọng số theo tỷ lệ 45 % nghi vấn / weighted to 45 % suspicious</text>""");
        Axes(svg);
        Points(svg, report.Reliability);
        Mass(svg, report.Mass);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void Axes(StringBuilder svg)
    {
        for (var i = 0; i <= 5; i++)
        {
            var share = i / 5.0;
            Line(svg, $"""<line x1="{X(share):F1}" y1="{Top}" x2="{X(share):F1}" y2="{Top + Side}" stroke="#e4e7eb"/><line x1="{Left}" y1="{Y(share):F1}" x2="{Left + Side}" y2="{Y(share):F1}" stroke="#e4e7eb"/>""");
            Line(svg, $"""<text x="{Left - 10}" y="{Y(share) + 5:F1}" text-anchor="end">{share:F1}</text><text x="{X(share):F1}" y="{MassTop + MassHeight + 20}" text-anchor="middle">{share:F1}</text>""");
        }
        Line(svg, $"""<rect x="{Left}" y="{Top}" width="{Side}" height="{Side}" fill="none" stroke="#9aa5b1"/>""");
        Line(svg, $"""<line x1="{X(0)}" y1="{Y(0)}" x2="{X(1)}" y2="{Y(1)}" stroke="#7b8794" stroke-dasharray="6 5"/>""");
        Line(svg, $"""<text x="{Left + (Side / 2)}" y="{Height - 8}" text-anchor="middle">điểm / score</text>""");
        Line(svg, $"""<text transform="translate(28 {Top + (Side / 2)}) rotate(-90)" text-anchor="middle">tỷ lệ nghi vấn thật / share found suspicious</text>""");
    }

    private static void Points(StringBuilder svg, IReadOnlyList<ReliabilityBin> bins)
    {
        if (bins.Count > 1)
            Line(svg, $"""<polyline fill="none" stroke="#0b69a3" stroke-width="2" points="{string.Join(' ', bins.Select(bin => FormattableString.Invariant($"{X(bin.Predicted):F1},{Y(bin.Actual):F1}")))}"/>""");
        foreach (var bin in bins)
        {
            var share = new Proportion((int)Math.Round(bin.Actual * bin.Listings), bin.Listings);
            Line(svg, $"""<line x1="{X(bin.Predicted):F1}" y1="{Y(share.Low):F1}" x2="{X(bin.Predicted):F1}" y2="{Y(share.High):F1}" stroke="#0b69a3" stroke-width="1.5"/>""");
            Line(svg, $"""<circle cx="{X(bin.Predicted):F1}" cy="{Y(bin.Actual):F1}" r="5" fill="#0b69a3"><title>{bin.Predicted:F3} → {bin.Actual:F3}, {bin.Listings}</title></circle>""");
        }
    }

    /// <summary>Two rows of bars under the axis: suspicious ones rise, clean ones hang; heights are square roots, so that few still show.</summary>
    private static void Mass(StringBuilder svg, IReadOnlyList<Scored> scores)
    {
        var suspicious = new int[MassBins];
        var clean = new int[MassBins];
        foreach (var item in scores) (item.Positive ? suspicious : clean)[Math.Min(MassBins - 1, (int)(item.Score * MassBins))]++;
        var most = Math.Sqrt(Math.Max(1, Math.Max(suspicious.Max(), clean.Max())));
        var middle = MassTop + (MassHeight / 2);
        var width = Side / MassBins;
        for (var b = 0; b < MassBins; b++)
        {
            var up = Math.Sqrt(suspicious[b]) / most * MassHeight / 2;
            var down = Math.Sqrt(clean[b]) / most * MassHeight / 2;
            if (up > 0) Line(svg, $"""<rect x="{Left + (b * width):F1}" y="{middle - up:F1}" width="{width - 1:F1}" height="{up:F1}" fill="#ba2525"/>""");
            if (down > 0) Line(svg, $"""<rect x="{Left + (b * width):F1}" y="{middle:F1}" width="{width - 1:F1}" height="{down:F1}" fill="#7b8794"/>""");
        }
        Line(svg, $"""<text x="{Left + Side + 8}" y="{middle - 5:F1}" font-size="11" fill="#ba2525">nghi vấn</text><text x="{Left + Side + 8}" y="{middle + 14:F1}" font-size="11" fill="#52606d">sạch</text>""");
    }

    private static double X(double share) => Left + (Math.Clamp(share, 0, 1) * Side);

    private static double Y(double share) => Top + ((1 - Math.Clamp(share, 0, 1)) * Side);

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
