namespace Ecom389.Monitor.Core;

/// <summary>
/// One offer to sell (tin bán). Its identity is the source and <see cref="Key"/>: the platform's item id, else the canonical URL.
/// </summary>
public sealed record Listing
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required string SourceId { get; init; }

    public required string Key { get; init; }

    /// <summary>The URL last seen at; older ones and mobile hosts are aliases in the store.</summary>
    public required string Url { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary><c>available</c>, <c>sold-out</c> or <c>gone</c>.</summary>
    public string State { get; init; } = "available";

    public string UnitId { get; init; } = WellKnownUnits.Ministry;

    public string? Place { get; init; }
}

/// <summary>What a listing said at a capture (phiên bản tin): immutable. A capture that says the same makes no new snapshot.</summary>
public sealed record Snapshot
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    public required Guid ListingId { get; init; }

    /// <summary>The first capture that said so.</summary>
    public required Guid CaptureId { get; init; }

    public required DateTimeOffset CapturedAt { get; init; }

    public required ExtractedListing Content { get; init; }

    /// <summary>Hash of what the seller said (not of provenance): equal hash, same snapshot.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>Content hash of the source's definition.</summary>
    public required string DefinitionVersion { get; init; }

    /// <summary>Version of extractor and normaliser.</summary>
    public required string ExtractorVersion { get; init; }
}
