using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Html;

namespace Ecom389.Monitor.Web.Dashboard;

/// <summary>What came in and what was decided, day by day, as pairs of columns.</summary>
public static class DaysChart
{
    private const int Width = 640;
    private const int Height = 180;
    private const int Left = 48;
    private const int Bottom = 24;
    private const int Top = 10;

    /// <param name="days">Oldest first.</param>
    /// <param name="label">What the picture is, for those who do not see it.</param>
    /// <param name="number">Writes a count.</param>
    public static IHtmlContent Of(IReadOnlyList<DayCount> days, string label, Func<long, string> number)
    {
        var most = RoundedUp(Math.Max(1, days.Count == 0 ? 1 : days.Max(day => Math.Max(day.Opened, day.Decided))));
        var svg = new StringBuilder();
        foreach (var part in (double[])[0, 0.5, 1])
        {
            var y = Y(part);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid-line\" x1=\"{Left}\" x2=\"{Width}\" y1=\"{y}\" y2=\"{y}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{Left - 6}\" y=\"{y + 4}\" text-anchor=\"end\">{number((long)(most * part))}</text>");
        }

        var step = (double)(Width - Left) / Math.Max(1, days.Count);
        for (var i = 0; i < days.Count; i++)
        {
            var x = Left + (step * i);
            Column("opened", x + (step * 0.15), days[i].Opened);
            Column("decided", x + (step * 0.5), days[i].Decided);
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"axis\" x=\"{Math.Round(x + (step / 2), 1)}\" y=\"{Height - 6}\" text-anchor=\"middle\">{days[i].Day:dd}</text>");
        }

        return Picture.Of(Width, Height, label, svg.ToString());

        void Column(string colour, double x, int count)
        {
            var y = Y((double)count / most);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{colour}\" x=\"{Math.Round(x, 1)}\" y=\"{y}\" width=\"{Math.Round(step * 0.32, 1)}\" height=\"{Math.Round(Y(0) - y, 1)}\"/>");
        }
    }

    private static double Y(double part) => Math.Round(Top + ((1 - part) * (Height - Top - Bottom)), 1);

    // Up to 1, 2 or 5 times a power of ten, so that the axis has round numbers.
    private static long RoundedUp(long most)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (var factor in (int[])[2, 4, 10])
                if (factor * power >= most) return factor * power;
        }
    }
}
