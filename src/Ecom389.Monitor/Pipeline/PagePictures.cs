using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Web.Desk;

namespace Ecom389.Monitor.Pipeline;

/// <summary>Finds a finding's rich capture and reads its screenshot from the archive.</summary>
/// <param name="archive">The archive's folder, which knows what belongs to a finding.</param>
/// <param name="files">Where its files are read from.</param>
internal sealed class PagePictures(string archive, IEvidenceFiles files)
{
    private readonly FindingEvidence _evidence = new(archive);

    /// <inheritdoc cref="RichCaptureFinder"/>
    public RichCaptureInfo? Find(Finding finding, string sourceId)
    {
        if (_evidence.Of(finding.Id).LastOrDefault(capture => capture.Role == "rich") is not { } rich) return null;
        try
        {
            return new(rich.CapturedAt, rich.Url, RichCapture.Read(files, sourceId, rich));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="PagePictureReader"/>
    public PagePicture? Read(RichCaptureInfo capture)
    {
        try
        {
            return RichCapture.Screenshot(files, capture.Reference.Archive) is { } part ? new(part.MediaType, part.Payload) : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
