namespace Ecom389.Monitor.Pipeline.Shared;

/// <summary>How this process takes part in a scan that several share.</summary>
/// <param name="Key">The round: <c>scan</c>, or job and logical date.</param>
/// <param name="IsDated">Whether the round is gone on with however late.</param>
internal sealed record SharedScanOptions(string Key, bool IsDated)
{
    /// <summary>What <c>scan</c> joins when nothing else is said.</summary>
    public const string ByHand = "scan";

    /// <summary>Sources scanned at once by this worker.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>How long a claim lasts without a heart-beat: after that another worker goes on with the source.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Between two heart-beats.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Without a heart-beat for so long this worker stops asking its hosts by itself, while its claims still stand: by the time they end
    /// nobody of the old asks any more. By this machine's running time, not by its clock.
    /// </summary>
    public TimeSpan Fence { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How often it is looked whether there is something to claim, or the round is over.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A helper opens no round and plants no canaries: it joins what is open.</summary>
    public bool IsHelper { get; init; }
}
