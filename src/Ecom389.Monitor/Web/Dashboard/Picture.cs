using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace Ecom389.Monitor.Web.Dashboard;

/// <summary>The frame of a drawn chart: it has a name, and its text scales with the page.</summary>
internal static class Picture
{
    public static IHtmlContent Of(int width, int height, string label, string inner)
    {
        var html = new HtmlContentBuilder();
        html.AppendHtml(string.Create(CultureInfo.InvariantCulture, $"<svg class=\"overview-chart\" viewBox=\"0 0 {width} {height}\" role=\"img\" focusable=\"false\" aria-label=\""));
        html.Append(label);
        html.AppendHtml("\">");
        html.AppendHtml(inner);
        html.AppendHtml("</svg>");
        return html;
    }
}
