using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>A QR code as SVG: one path, black on white in either colour scheme, because cameras want it so.</summary>
public static class QrCode
{
    // The margin the standard asks for is part of the library's matrix.
    public static IHtmlContent Of(string text, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var size = data.ModuleMatrix.Count;
        var path = new StringBuilder();
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (data.ModuleMatrix[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }

        var html = new HtmlContentBuilder();
        html.AppendHtml(string.Create(CultureInfo.InvariantCulture, $"<svg class=\"qr\" viewBox=\"0 0 {size} {size}\" role=\"img\" shape-rendering=\"crispEdges\" aria-label=\""));
        html.Append(label);
        html.AppendHtml(string.Create(CultureInfo.InvariantCulture, $"\"><rect class=\"qr-ground\" width=\"{size}\" height=\"{size}\"/><path class=\"qr-ink\" d=\"{path}\"/></svg>"));
        return html;
    }
}
