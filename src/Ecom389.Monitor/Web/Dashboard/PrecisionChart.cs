using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Html;

namespace Ecom389.Monitor.Web.Dashboard;

/// <summary>Precision by week with its interval, as SVG drawn by the server. A table beside it says the same in numbers.</summary>
public static class PrecisionChart
{
    private const int Width = 640;
    private const int Height = 200;
    private const int Left = 40;
    private const int Bottom = 24;
    private const int Top = 10;

    /// <param name="weeks">By Monday, oldest first.</param>
    /// <param name="label">What the picture is, for those who do not see it.</param>
    /// <param name="percent">Writes a share.</param>
    /// <param name="day">Writes a Monday in few letters.</param>
    public static IHtmlContent Of(IReadOnlyList<NamedOutcomes> weeks, string label, Func<double, string> percent, Func<DateOnly, string> day)
    {
        var svg = new StringBuilder();
        foreach (var share in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid-line\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{Y(share)}\" y2=\"{Y(share)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{Left - 6}\" y=\"{Y(share) + 4}\" text-anchor=\"end\">{percent(share)}</text>");
        }

        var step = (double)(Width - Left) / Math.Max(1, weeks.Count);
        var line = new List<string>();
        for (var i = 0; i < weeks.Count; i++)
        {
            var x = Math.Round(Left + (step * (i + 0.5)), 1);
            var (share, low, high) = Wilson.Of(weeks[i].Outcomes);
            if (DateOnly.TryParseExact(weeks[i].Name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var monday))
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{x}\" y=\"{Height - 6}\" text-anchor=\"middle\">{day(monday)}</text>");
            if (double.IsNaN(share)) continue;
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"interval\" x1=\"{x}\" x2=\"{x}\" y1=\"{Y(low)}\" y2=\"{Y(high)}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"point\" cx=\"{x}\" cy=\"{Y(share)}\" r=\"4\"/>");
            line.Add(string.Create(CultureInfo.InvariantCulture, $"{x},{Y(share)}"));
        }

        if (line.Count > 1) svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"trend\" points=\"{string.Join(' ', line)}\"/>");
        return Picture.Of(Width, Height, label, svg.ToString());
    }

    private static double Y(double share) => Math.Round(Top + ((1 - share) * (Height - Top - Bottom)), 1);
}
