using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Verification;

/// <summary>
/// Compares what the store says of a capture with what the archive holds: the body read back through its record (a revisit: through the
/// original's) must have the hash that was stored at intake. The custody cannot find this: it hashes what was written, and a page
/// whose body never reached the archive was written without it from the first.
/// </summary>
public sealed class BodyCheck
{
    private readonly WarcReader _reader;
    private readonly ArtefactLedger _ledger;

    /// <param name="archive">Folder of the archive's files, for its index.</param>
    /// <param name="files">Where the records are read from.</param>
    /// <param name="ledger">What the chains say: what retention deleted is no fault.</param>
    public BodyCheck(string archive, IEvidenceFiles files, ArtefactLedger ledger)
    {
        _reader = new WarcReader(files, archive);
        _ledger = ledger;
    }

    /// <summary>Reads one capture; a difference is in the report with file and byte. I/O errors other than a missing file pass through.</summary>
    public async Task RunAsync(CaptureReference capture, VerificationReport report, CancellationToken cancellationToken)
    {
        if (_ledger.Deletion(capture.Archive.File) is not null || _ledger.IsDeleted($"capture:{capture.Id:D}")) return;
        var place = string.Create(CultureInfo.InvariantCulture, $"{capture.Archive.File}: record at byte {capture.Archive.Offset}");
        var which = $"capture {capture.Id:D}, {capture.Url}";
        try
        {
            var page = await _reader.ReadAsync(capture.Archive, cancellationToken);
            var hash = ContentHash.Of(page.Body);
            if (hash != capture.BodySha256)
                report.Add(FaultKind.BrokenBytes, place, string.Create(CultureInfo.InvariantCulture, $"holds a body of {page.Body.Length} bytes, SHA-256 {hash}; the store took in {capture.BodyLength} bytes, {capture.BodySha256} ({which})"));
            else if (!page.DigestHolds) report.Add(FaultKind.BrokenBytes, place, $"does not have the digests written in it ({which})");
            else report.Count(CheckedSubjects.Bodies);
        }
        catch (FileNotFoundException)
        {
            report.Add(FaultKind.MissingFile, capture.Archive.File, $"the store refers to it and no deletion was put down ({which})");
        }
        catch (InvalidDataException broken)
        {
            report.Add(FaultKind.BrokenBytes, place, $"{broken.Message} ({which})");
        }
    }
}
