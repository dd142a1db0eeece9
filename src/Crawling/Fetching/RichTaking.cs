using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Crawling;

/// <summary>What a rich capture has beside the page.</summary>
/// <param name="Attachments">Full-page picture, print, certificates, as far as they could be had.</param>
/// <param name="Facts">What could not, and why.</param>
/// <param name="Masked">Texts blacked out before picture and print were taken.</param>
internal sealed record RichTaken(IReadOnlyList<CaptureAttachment> Attachments, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<Redaction> Masked);

/// <summary>Takes picture, print and certificates of a rendered page. What cannot be taken is a fact of the capture, not a failure of it.</summary>
internal sealed class RichTaking(IPage page, RedactionList redact)
{
    /// <summary>Chromium draws no higher than 16,384 pixels; what a person looks at is on far less.</summary>
    private const int MaxHeight = 12_000;

    private const int MaxBytes = 12 * 1024 * 1024;
    private const float PatienceMs = 15_000;

    // Text nodes and the attributes that are seen; the count of each text comes back.
    private const string Mask = """
        texts => {
          const found = texts.map(() => 0);
          const cut = value => { texts.forEach((text, i) => { const parts = value.split(text); found[i] += parts.length - 1; value = parts.join('[redacted]'); }); return value; };
          const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) { const kept = cut(node.data); if (kept !== node.data) node.data = kept; }
          for (const e of document.querySelectorAll('[value],[placeholder],[title],[alt],[aria-label]'))
            for (const name of ['value', 'placeholder', 'title', 'alt', 'aria-label'])
              if (e.hasAttribute(name)) { const kept = cut(e.getAttribute(name)); if (kept !== e.getAttribute(name)) { e.setAttribute(name, kept); if (name === 'value') e.value = kept; } }
          return found;
        }
        """;

    private readonly List<CaptureAttachment> _attachments = [];
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);
    private ICDPSession? _session;

    /// <summary>To be called before the page is opened: the browser keeps certificates only for who listens.</summary>
    public async Task AttachAsync(CancellationToken cancellationToken)
    {
        _session = await page.Context.NewCDPSessionAsync(page).WaitAsync(cancellationToken);
        await _session.SendAsync("Network.enable").WaitAsync(cancellationToken);
    }

    public async Task<RichTaken> RunAsync(IResponse response, CancellationToken cancellationToken)
    {
        var masked = await MaskAsync(cancellationToken);
        await TryAsync("screenshot", async () => Keep("screenshot", "image/png", await PictureAsync()), cancellationToken);
        await TryAsync("print", async () => Keep("print", "application/pdf", await page.PdfAsync(new PagePdfOptions { Format = "A4", PrintBackground = true })), cancellationToken);
        if (response.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) await TryAsync("tls", () => CertificatesAsync(response), cancellationToken);
        return new(_attachments, _facts, masked);
    }

    /// <summary>Pictures cannot be searched afterwards, so the account's own name goes from the page before they are taken.</summary>
    private async Task<IReadOnlyList<Redaction>> MaskAsync(CancellationToken cancellationToken)
    {
        if (redact.Texts.Count == 0) return [];
        var counts = await page.EvaluateAsync<int[]>(Mask, redact.Texts).WaitAsync(cancellationToken);
        return [.. counts.Select((count, i) => new Redaction($"text:{i + 1}", "picture", count)).Where(redaction => redaction.Count > 0)];
    }

    private async Task<byte[]> PictureAsync()
    {
        var size = await page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]");
        if (size[1] <= MaxHeight) return await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Type = ScreenshotType.Png, Timeout = PatienceMs });
        _facts["screenshot.cut-at-pixels"] = MaxHeight.ToString(CultureInfo.InvariantCulture);
        return await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Type = ScreenshotType.Png, Timeout = PatienceMs, Clip = new Clip { X = 0, Y = 0, Width = size[0], Height = MaxHeight } });
    }

    /// <summary>The chain as the server sent it to the browser, each certificate by what identifies it.</summary>
    private async Task CertificatesAsync(IResponse response)
    {
        var origin = new Uri(response.Url).GetLeftPart(UriPartial.Authority);
        var answer = await _session!.SendAsync("Network.getCertificate", new Dictionary<string, object>(StringComparer.Ordinal) { ["origin"] = origin });
        var details = await response.SecurityDetailsAsync();
        var chain = answer?.GetProperty("tableNames").EnumerateArray().Select(certificate => Describe(Convert.FromBase64String(certificate.GetString()!))).ToList() ?? [];
        var facts = new { host = origin, protocol = details?.Protocol, chain };
        _attachments.Add(new("tls", origin, "application/json", JsonSerializer.SerializeToUtf8Bytes(facts, JsonContract.Compact)));
    }

    private static object Describe(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return new
        {
            subject = certificate.Subject,
            issuer = certificate.Issuer,
            serial = certificate.SerialNumber,
            notBefore = new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
            notAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
            sha256 = Convert.ToHexStringLower(SHA256.HashData(der)),
            der = Convert.ToBase64String(der),
        };
    }

    private void Keep(string kind, string type, byte[] bytes)
    {
        if (bytes.Length <= MaxBytes) _attachments.Add(new(kind, page.Url, type, bytes));
        else _facts[kind] = string.Create(CultureInfo.InvariantCulture, $"too large: {bytes.Length} bytes");
    }

    private async Task TryAsync(string what, Func<Task> take, CancellationToken cancellationToken)
    {
        try
        {
            await take().WaitAsync(TimeSpan.FromMilliseconds(PatienceMs), cancellationToken);
        }
        catch (Exception fault) when (fault is PlaywrightException or TimeoutException or CryptographicException or KeyNotFoundException)
        {
            _facts[what] = "missing: " + fault.Message.Split('\n')[0];
        }
    }
}
