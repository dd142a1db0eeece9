using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Packages.Record;
using Ecom389.Monitor.Evidence.Verification;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>Writes what a package holds besides the custody: captures, manifests, record, verifier.</summary>
internal sealed class PackageParts
{
    private readonly PackageTools _tools;
    private readonly string _root;
    private readonly PackageRequest _request;
    private readonly Dictionary<Guid, CaptureParts> _captures = [];

    public PackageParts(PackageTools tools, string root, PackageRequest request)
    {
        _tools = tools;
        _root = root;
        _request = request;
    }

    public async Task WriteAsync(List<string> missing, CancellationToken cancellationToken)
    {
        var manifests = new List<(PackageFinding, IReadOnlyList<ManifestArtefact>)>();
        foreach (var finding in _request.Findings)
        {
            var artefacts = new List<ManifestArtefact>();
            foreach (var capture in finding.Captures) artefacts.AddRange(await WriteCaptureAsync(capture, Keep(finding), cancellationToken));
            var mask = Mask(Keep(finding));
            await WriteAsync(PackageLayout.Manifests + finding.Finding.Id.ToString("D") + ".json", FindingManifest.Write(finding, artefacts, _request.MaskThirdParties, mask), cancellationToken);
            manifests.Add((finding, artefacts));
        }

        var page = new RecordPage(_tools, _request, Custody(), finding => Mask(Keep(finding))).Render(manifests, Screenshots());
        await WriteAsync(PackageLayout.RecordHtml, Encoding.UTF8.GetBytes(page), cancellationToken);
        if (await _tools.Printer.PrintAsync(Path.Combine(_root, PackageLayout.RecordHtml), Path.Combine(_root, PackageLayout.RecordPdf), cancellationToken) is { } problem) missing.Add(problem);
        await WriteAsync(PackageLayout.Verifier, Encoding.UTF8.GetBytes(VerifierPage.Html()), cancellationToken);
    }

    /// <summary>Events about the captures, findings and matters of this package.</summary>
    public bool IsRelevant(CustodyEvent custodyEvent)
    {
        if (custodyEvent.Entry.Subject == _request.Subject) return true;
        if (_request.Findings.Any(finding => custodyEvent.Entry.Subject == $"finding:{finding.Finding.Id:D}" || finding.Item is { } item && custodyEvent.Entry.Subject == $"item:{item.Id:D}")) return true;
        return _captures.Keys.Any(id => custodyEvent.Entry.Subject == $"capture:{id:D}")
            || custodyEvent.Entry.Artefacts.Any(artefact => _captures.Values.SelectMany(capture => capture.Parts).Any(part => Overlaps(part.Store, artefact)));
    }

    private async Task<IReadOnlyList<ManifestArtefact>> WriteCaptureAsync(CaptureReference capture, IReadOnlyCollection<string> keep, CancellationToken cancellationToken)
    {
        if (!_captures.TryGetValue(capture.Id, out var parts)) _captures[capture.Id] = parts = CaptureParts.Read(_tools.Archive, capture);
        if (_request.MaskThirdParties)
        {
            // What cannot be masked reliably (pictures, raw records) stays behind; its hash stays in the manifest.
            var text = _tools.Mask.Mask(Encoding.UTF8.GetString(parts.Parts[0].Payload.Span), keep);
            await WriteAsync($"{PackageLayout.Masked}{capture.Id:D}.txt", Encoding.UTF8.GetBytes(RecordText.MaskedNotice(parts.Parts[0]) + text), cancellationToken);
            return [.. parts.Parts.Select(part => new ManifestArtefact(capture.Id, part, null, 0))];
        }

        var path = $"{PackageLayout.Captures}{capture.Id:D}.warc.gz";
        var artefacts = new List<ManifestArtefact>();
        if (!File.Exists(Path.Combine(_root, path)))
        {
            using var warc = File.Create(Make(path));
            foreach (var part in All(parts)) await CopyAsync(part.Store, warc, cancellationToken);
        }

        long offset = 0;
        foreach (var part in All(parts))
        {
            artefacts.Add(new(capture.Id, part, path, offset));
            offset += part.Store.Length;
        }

        var pictures = 0;
        foreach (var picture in parts.Parts.Where(part => part.Type is "resource" or "conversion" && part.MediaType.StartsWith("image/png", StringComparison.Ordinal)))
        {
            pictures++;
            await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{PackageLayout.Captures}{capture.Id:D}-{pictures}.png"), picture.Payload, cancellationToken);
        }

        return artefacts;
    }

    private static IEnumerable<CapturePart> All(CaptureParts parts) => parts.Info is { } info ? parts.Parts.Prepend(info) : parts.Parts;

    private async Task CopyAsync(CustodyArtefact range, Stream target, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(Path.Combine(_tools.Archive, range.File), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[range.Length];
        source.Position = range.Offset;
        await source.ReadExactlyAsync(bytes, cancellationToken);
        await target.WriteAsync(bytes, cancellationToken);
    }

    private List<string> Screenshots() => Directory.Exists(Path.Combine(_root, PackageLayout.Captures))
        ? [.. Directory.EnumerateFiles(Path.Combine(_root, PackageLayout.Captures), "*.png").Select(file => PackageLayout.Captures + Path.GetFileName(file)).Order(StringComparer.Ordinal)]
        : [];

    private List<CustodyEvent> Custody()
    {
        var events = new List<CustodyEvent>();
        foreach (var writer in _tools.Custody.Writers())
        {
            using var file = CustodyChain.Open(_tools.Custody.Chain(writer));
            events.AddRange(CustodyChain.Read(file).Select(entry => entry.Line?.Event).OfType<CustodyEvent>().Where(IsRelevant));
        }

        return [.. events.OrderBy(custodyEvent => custodyEvent.At)];
    }

    private Func<string, string> Mask(IReadOnlyCollection<string> keep) => _request.MaskThirdParties ? text => _tools.Mask.Mask(text, keep) : text => text;

    /// <summary>The seller is whom the matter is about: what identifies him stays.</summary>
    private static List<string> Keep(PackageFinding finding) => finding.Snapshot.Content.Record.Seller.Phone is { Length: > 0 } phone ? [phone] : [];

    private static bool Overlaps(CustodyArtefact a, CustodyArtefact b) => a.File == b.File && a.Offset < b.Offset + b.Length && b.Offset < a.Offset + a.Length;

    private async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => await File.WriteAllBytesAsync(Make(path), bytes, cancellationToken);

    private string Make(string path)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }
}
