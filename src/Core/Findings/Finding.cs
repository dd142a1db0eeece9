namespace Ecom389.Monitor.Core;

/// <summary>The versions that judged, all content hashes: any finding can be explained a year later.</summary>
public sealed record ScorerVersions(string Features, string Model, string Prior, string Packs);

/// <summary>One snapshot judged by one scorer version (nghi vấn): immutable.</summary>
public sealed record Finding
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required Guid ListingId { get; init; }

    public required Guid SnapshotId { get; init; }

    public required DateTimeOffset ScoredAt { get; init; }

    public required ScoreResult Result { get; init; }

    public required ScorerVersions Versions { get; init; }
}
