using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Packages.Record;
using Ecom389.Monitor.Evidence.Packages.Zip;
using Ecom389.Monitor.Evidence.Verification;

namespace Ecom389.Monitor.Evidence.Packages;

/// <summary>Writes what a package holds besides the custody: captures, manifests, record, verifier.</summary>
internal sealed class PackageParts
{
    private readonly PackageTools _tools;
    private readonly string _root;
    private readonly PackageRequest _request;
    private readonly Dictionary<Guid, IReadOnlyList<CapturePart>> _captures = [];
    private readonly List<(CapturePart Part, string Path, long Offset)> _packed = [];
    private readonly WarcReader _reader;

    public PackageParts(PackageTools tools, string root, PackageRequest request)
    {
        _tools = tools;
        _root = root;
        _request = request;
        _reader = new WarcReader(tools.Reading, tools.Archive);
    }

    public async Task WriteAsync(List<string> missing, CancellationToken cancellationToken)
    {
        foreach (var capture in _request.Findings.SelectMany(finding => finding.Captures)) _captures.TryAdd(capture.Id, CaptureParts.ReadAll(_tools.Reading, capture.Archive));
        if (!_request.MaskThirdParties) await WriteCapturesAsync(cancellationToken);
        var manifests = new List<(PackageFinding, IReadOnlyList<ManifestArtefact>)>();
        foreach (var finding in _request.Findings)
        {
            var artefacts = Artefacts(finding);
            var mask = Mask(Keep(finding));
            if (_request.MaskThirdParties) await WriteMaskedAsync(finding, cancellationToken);
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
            || custodyEvent.Entry.Artefacts.Any(artefact => _captures.Values.SelectMany(parts => parts).Concat(_packed.Select(packed => packed.Part)).Any(part => Overlaps(part.Store, artefact)));
    }

    /// <summary>One WACZ of all captures, records bit for bit, which public replay tools open; and the pictures for the eye.</summary>
    private async Task WriteCapturesAsync(CancellationToken cancellationToken)
    {
        var pages = _request.Findings.SelectMany(finding => finding.Captures.Select(capture => new WaczPage(capture.Archive, finding.Snapshot.Content.Record.Title))).DistinctBy(page => page.Location).ToList();
        var path = Make(PackageLayout.Captures);
        var records = new WaczExporter(_tools.Reading, _tools.Archive).Export(path, pages, new WaczOptions(_request.Subject, _tools.Organisation, _tools.Time.GetUtcNow()), cancellationToken);
        var starts = ZipOffsets.Read(path);
        foreach (var record in records) _packed.Add((CaptureParts.Read(_tools.Reading, record.Source), PackageLayout.Captures, starts[record.Path] + record.Offset));
        foreach (var (id, parts) in _captures)
        {
            var number = 0;
            foreach (var picture in parts.Where(part => part.Type == "resource" && part.MediaType.StartsWith("image/png", StringComparison.Ordinal)))
                await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{PackageLayout.Screenshots}{id:D}-{++number}.png"), picture.Payload, cancellationToken);
        }
    }

    /// <summary>What cannot be masked reliably (pictures, raw records) stays behind; its hash stays in the manifest.</summary>
    private async Task WriteMaskedAsync(PackageFinding finding, CancellationToken cancellationToken)
    {
        foreach (var capture in finding.Captures)
        {
            var page = await _reader.ReadAsync(capture.Archive, cancellationToken);
            var text = _tools.Mask.Mask(Encoding.UTF8.GetString(page.Body), Keep(finding));
            await WriteAsync($"{PackageLayout.Masked}{capture.Id:D}.txt", Encoding.UTF8.GetBytes(RecordText.MaskedNotice(_captures[capture.Id][0]) + text), cancellationToken);
        }
    }

    private List<ManifestArtefact> Artefacts(PackageFinding finding)
    {
        var own = finding.Captures.SelectMany(capture => _captures[capture.Id].Select(part => (Id: (Guid?)capture.Id, Part: part))).ToList();
        var others = _captures.Values.SelectMany(parts => parts).Select(part => part.Store).ToHashSet();
        var shared = _packed.Where(packed => !others.Contains(packed.Part.Store)).Select(packed => (Id: (Guid?)null, packed.Part));
        return
        [
            .. own.Concat(shared).Select(entry => _packed.Find(packed => packed.Part.Store == entry.Part.Store) is { Path: { } path } found
                ? new ManifestArtefact(entry.Id, entry.Part, path, found.Offset)
                : new ManifestArtefact(entry.Id, entry.Part, null, 0)),
        ];
    }

    private List<string> Screenshots() => Directory.Exists(Path.Combine(_root, PackageLayout.Screenshots))
        ? [.. Directory.EnumerateFiles(Path.Combine(_root, PackageLayout.Screenshots), "*.png").Select(file => PackageLayout.Screenshots + Path.GetFileName(file)).Order(StringComparer.Ordinal)]
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
