namespace Ecom389.Monitor.Core;

/// <summary>What one scan of a source brought, in counts (tỉ lệ điền trường).</summary>
/// <param name="RunId">The run.</param>
/// <param name="SourceId">The source.</param>
/// <param name="Version">Content hash of the definition it was read with.</param>
/// <param name="At">UTC when the scan ended.</param>
/// <param name="Pages">Pages that were to hold a listing.</param>
/// <param name="PagesRead">Of these, pages on which one was found.</param>
/// <param name="Listings">Listings read.</param>
/// <param name="Measures">Field (<c>title</c>), or field by the definition's own word (<c>own:title</c>), to how many listings have it.</param>
public sealed record SourceFill(Guid RunId, string SourceId, string Version, DateTimeOffset At, int Pages, int PagesRead, int Listings, IReadOnlyDictionary<string, int> Measures)
{
    /// <summary>Counts as what the source usually brings: set unless the scan fell away from it, and by a person's release.</summary>
    public bool IsBaseline { get; init; } = true;
}

/// <summary>A measure that fell away from its own history.</summary>
/// <param name="Measure">As in <see cref="SourceFill.Measures"/>, or <c>pages</c>.</param>
/// <param name="Before">Share in the history, 0 to 1.</param>
/// <param name="Now">Share in this scan.</param>
/// <param name="Of">Listings or pages of this scan.</param>
/// <param name="P">Probability of so few or fewer if nothing had changed.</param>
public sealed record FillDrop(string Measure, double Before, double Now, int Of, double P);

/// <summary>What sort of notice.</summary>
public enum SourceNoticeKind
{
    /// <summary>The output fell away though the definition is as it was: the site changed.</summary>
    Drift,

    /// <summary>The output fell away after the definition was changed: the last good version goes on.</summary>
    Quarantine,
}

/// <summary>Something a person must look at (cảnh báo nguồn); open until somebody releases it or the definition is changed again.</summary>
public sealed record SourceNotice
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required string SourceId { get; init; }

    public required SourceNoticeKind Kind { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The definition that brought the bad output.</summary>
    public required string Version { get; init; }

    /// <summary>The definition that brought the good output before.</summary>
    public required string GoodVersion { get; init; }

    public required IReadOnlyList<FillDrop> Drops { get; init; }
}

/// <summary>Field-fill history of sources, notices of drift, quarantine of definitions.</summary>
public interface ISourceHealthStore
{
    /// <summary>Keeps what a scan brought.</summary>
    Task SaveAsync(SourceFill fill, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<SourceFill>> HistoryAsync(string sourceId, int limit, CancellationToken cancellationToken);

    /// <summary>Raises a notice; false when one of that kind on that version is open already.</summary>
    Task<bool> RaiseAsync(SourceNotice notice, CancellationToken cancellationToken);

    /// <summary>Open notices, of one source or of all, oldest first.</summary>
    Task<IReadOnlyList<SourceNotice>> OpenAsync(string? sourceId, CancellationToken cancellationToken);

    /// <summary>
    /// A person's word that the source's output is as it is to be: closes its notices, and what was seen since counts as its history from
    /// now on. Returns how many notices were open.
    /// </summary>
    Task<int> ReleaseAsync(string sourceId, string by, DateTimeOffset at, AuditEvent audit, CancellationToken cancellationToken);

    /// <summary>Closes a quarantine whose definition is no longer the configured one.</summary>
    Task SupersedeAsync(Guid noticeId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>A definition as it was when a page was first read with it, or null when no page ever was.</summary>
    Task<SourceDefinition?> DefinitionAsync(string sourceId, string version, CancellationToken cancellationToken);
}
