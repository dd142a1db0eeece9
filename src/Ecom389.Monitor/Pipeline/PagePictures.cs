using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Web.Desk;

namespace Ecom389.Monitor.Pipeline;

/// <summary>Finds a finding's rich capture and reads its screenshot from the archive.</summary>
internal sealed class PagePictures(string archive)
{
    private readonly FindingEvidence _evidence = new(archive);

    /// <inheritdoc cref="RichCaptureFinder"/>
    public RichCaptureInfo? Find(Finding finding, string sourceId)
    {
        if (_evidence.Of(finding.Id).LastOrDefault(capture => capture.Role == "rich") is not { } rich) return null;
        try
        {
            return new(rich.CapturedAt, rich.Url, RichCapture.Read(archive, sourceId, rich));
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
            return RichCapture.Screenshot(archive, capture.Reference.Archive) is { } part ? new(part.MediaType, part.Payload) : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
