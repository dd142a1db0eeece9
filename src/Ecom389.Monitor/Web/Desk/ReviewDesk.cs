using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Training;

namespace Ecom389.Monitor.Web.Desk;

/// <summary>A picture of the page as it was captured.</summary>
/// <param name="ContentType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Body">The bytes as archived.</param>
public sealed record PagePicture(string ContentType, ReadOnlyMemory<byte> Body);

/// <summary>A rich capture of a finding's page.</summary>
/// <param name="CapturedAt">UTC.</param>
/// <param name="Url">Of the page.</param>
/// <param name="Reference">Where it lies, for the chain of custody.</param>
public sealed record RichCaptureInfo(DateTimeOffset CapturedAt, string Url, CaptureReference Reference);

/// <summary>The newest rich capture behind a finding, or null when none was taken or it is gone.</summary>
public delegate RichCaptureInfo? RichCaptureFinder(Finding finding, string sourceId);

/// <summary>The picture of a rich capture, or null when it holds none or the archive no longer has it.</summary>
public delegate PagePicture? PagePictureReader(RichCaptureInfo capture);

/// <summary>To whom a matter goes, by the routes of <c>rules/authorities.yaml</c> as of today.</summary>
/// <param name="Lead">The leading authority under the name it bears today.</param>
/// <param name="Under">Whose it is: "Bộ KH&amp;CN".</param>
/// <param name="With">Those that work with it.</param>
/// <param name="Basis">Document, source and date as the rules state them.</param>
/// <param name="Verified">False where the rules say it still has to be checked.</param>
public sealed record TransferAdvice(string Lead, string Under, IReadOnlyList<string> With, string Basis, bool Verified);

/// <summary>Where a matter with these codes goes, best first; empty when the rules know no route.</summary>
public delegate IReadOnlyList<TransferAdvice> AuthorityRouter(QueueEntry entry, IReadOnlyList<string> codes);

/// <summary>Stars personal data that is not the seller's own, as exports do.</summary>
public delegate string ThirdPartyMasker(string text, IReadOnlyCollection<string> keep);

/// <summary>What an inspector's morning needs beside queue and listings. Each part that is null is left out of the pages.</summary>
public sealed record ReviewDesk
{
    public IKinStore? Kin { get; init; }

    public ISavedViewStore? Views { get; init; }

    public IObjectionStore? Objections { get; init; }

    public IWorkloadStore? Workload { get; init; }

    public IRecallStore? Recall { get; init; }

    public IRegistryStore? Registry { get; init; }

    public RichCaptureFinder? FindRich { get; init; }

    public PagePictureReader? ReadPicture { get; init; }

    public AuthorityRouter? Route { get; init; }

    public ThirdPartyMasker? Mask { get; init; }

    /// <summary>What trainees practise on, made when first asked for.</summary>
    public Lazy<IReadOnlyList<TrainingItem>>? Training { get; init; }

    /// <summary>How many items a person decides in a day; for planning, never a quota.</summary>
    public int ItemsPerPersonPerDay { get; init; } = 200;

    /// <summary>Share of unflagged listings drawn into the queue, as configured.</summary>
    public double SampleRate { get; init; }

    /// <summary>Nothing but the queue.</summary>
    public static ReviewDesk Bare { get; } = new();
}
