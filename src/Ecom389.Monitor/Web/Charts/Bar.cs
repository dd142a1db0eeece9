using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace Ecom389.Monitor.Web.Charts;

/// <summary>A horizontal bar as SVG, drawn by the server: the policy allows no inline style, and a number stands beside it for those who do not see it.</summary>
public static class Bar
{
    /// <summary>A bar filled to a share of 0 to 1, coloured by the class.</summary>
    public static IHtmlContent Of(double share, string colour)
    {
        var width = Math.Round(Math.Clamp(share, 0, 1) * 100, 1).ToString(CultureInfo.InvariantCulture);
        return new HtmlString($"<svg class=\"meter {colour}\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"meter-back\" width=\"100\" height=\"6\"/><rect class=\"meter-fill\" width=\"{width}\" height=\"6\"/></svg>");
    }

    /// <summary>The colour class of a priority: how soon a person should look.</summary>
    public static string Heat(double priority) => priority switch
    {
        >= 0.8 => "heat-4",
        >= 0.5 => "heat-3",
        >= 0.2 => "heat-2",
        _ => "heat-1",
    };
}
