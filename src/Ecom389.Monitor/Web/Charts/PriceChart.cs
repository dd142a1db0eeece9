using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Ecom389.Monitor.Web.Items;
using Ecom389.Monitor.Web.Texts;
using Microsoft.AspNetCore.Html;

namespace Ecom389.Monitor.Web.Charts;

/// <summary>A price beside its reference as bars on one scale that begins at nothing: a bar half as long is half the price.</summary>
public static class PriceChart
{
    private const int Width = 320;
    private const int RowHeight = 34;
    private const int BarTop = 16;

    public static IHtmlContent Of(PriceComparison prices, SiteText text)
    {
        (string Label, long Amount, string Colour)[] rows =
        [
            (text["price.offer"], prices.Price, "chart-offer"),
            (text["price.reference"], prices.Reference, "chart-reference"),
            .. prices.ReferenceNew is { } fresh ? ((string, long, string)[])[(text["price.reference-new"], fresh, "chart-new")] : [],
        ];
        var most = rows.Max(row => row.Amount);
        var says = text.Format("price.says", text.Dong(prices.Price), text.Percent(prices.Ratio), text.Dong(prices.Reference));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" role=\"img\" viewBox=\"0 0 {Width} {rows.Length * RowHeight}\" aria-label=\"{HtmlEncoder.Default.Encode(says)}\">");
        for (var i = 0; i < rows.Length; i++)
        {
            var (label, amount, colour) = rows[i];
            var width = Math.Max(2, Math.Round((double)amount / most * Width, 1));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{(i * RowHeight) + 11}\" class=\"chart-label\">{HtmlEncoder.Default.Encode(label)}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width}\" y=\"{(i * RowHeight) + 11}\" class=\"chart-amount\">{HtmlEncoder.Default.Encode(text.Dong(amount))}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"0\" y=\"{(i * RowHeight) + BarTop}\" width=\"{Width}\" height=\"10\" rx=\"3\" class=\"chart-back\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"0\" y=\"{(i * RowHeight) + BarTop}\" width=\"{width}\" height=\"10\" rx=\"3\" class=\"{colour}\"/>");
        }
        return new HtmlString(svg.Append("</svg>").ToString());
    }
}
