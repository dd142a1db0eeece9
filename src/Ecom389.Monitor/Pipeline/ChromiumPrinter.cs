using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Evidence.Packages;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Pipeline;

/// <summary>Prints the record with the system's Chromium, cut off from every network.</summary>
internal sealed class ChromiumPrinter : IRecordPrinter
{
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"];

    /// <inheritdoc />
    public async Task<string?> PrintAsync(string htmlFile, string pdfFile, CancellationToken cancellationToken)
    {
        if (ChromiumLocator.Find() is not { } program) return "không có Chromium nên chưa có bản PDF; ho-so.html in được từ mọi trình duyệt / no Chromium, hence no PDF; ho-so.html prints from any browser";
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments }).WaitAsync(cancellationToken);
            await using var context = await browser.NewContextAsync(new() { Offline = true, JavaScriptEnabled = false, Locale = "vi-VN" });
            var page = await context.NewPageAsync();
            await page.GotoAsync(new Uri(Path.GetFullPath(htmlFile)).AbsoluteUri).WaitAsync(cancellationToken);
            await page.PdfAsync(new()
            {
                Path = pdfFile,
                Format = "A4",
                PrintBackground = true,
                PreferCSSPageSize = true,
                Tagged = true,
                DisplayHeaderFooter = true,
                HeaderTemplate = "<span></span>",
                FooterTemplate = "<div style=\"width:100%;padding:0 16mm 0 20mm;font:7.5pt 'Noto Sans','DejaVu Sans',sans-serif;color:#5a6675;display:flex;justify-content:space-between\"><span>Hồ sơ bằng chứng điện tử – nghi vấn, chưa phải kết luận</span><span>Trang <span class=\"pageNumber\"></span>/<span class=\"totalPages\"></span></span></div>",
            }).WaitAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            return "không in được bản PDF / the PDF could not be printed: " + exception.Message.Split('\n')[0];
        }
    }
}
