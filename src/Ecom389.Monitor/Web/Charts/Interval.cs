using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Ecom389.Monitor.Web.Charts;

/// <summary>A share with its interval on a scale of 0 to 100 %.</summary>
public static class Interval
{
    /// <param name="withPoint">False where a single figure would be believed too much.</param>
    /// <param name="says">The same in words, for those who do not see it.</param>
    public static IHtmlContent Of(double share, double low, double high, string says, bool withPoint = true) => new HtmlString(string.Create(CultureInfo.InvariantCulture,
        $"<svg class=\"interval\" role=\"img\" viewBox=\"0 0 320 24\" aria-label=\"{HtmlEncoder.Default.Encode(says)}\"><rect class=\"chart-back\" x=\"0\" y=\"9\" width=\"320\" height=\"6\" rx=\"3\"/><rect class=\"interval-range\" x=\"{X(low)}\" y=\"6\" width=\"{Math.Max(2, X(high) - X(low))}\" height=\"12\" rx=\"3\"/>{(withPoint ? string.Create(CultureInfo.InvariantCulture, $"<circle class=\"interval-point\" cx=\"{Math.Clamp(X(share), 6, 314)}\" cy=\"12\" r=\"6\"/>") : "")}</svg>"));

    private static double X(double share) => Math.Round(Math.Clamp(share, 0, 1) * 320, 1);
}
