namespace Ecom389.Monitor.Evidence.Anchoring;

/// <summary>A place outside the store that is to hold anchors.</summary>
public interface IAnchorDestination
{
    /// <summary>A short name, letters, digits and hyphens, the same for the same place every night: the receipt is filed under it.</summary>
    string Name { get; }

    /// <summary>
    /// Hands the anchor over and returns what proves it (a token), or nothing where the place gives none. Throws
    /// <see cref="AnchorNotDeliveredException"/> when the place cannot be reached or refuses: the anchor stays queued.
    /// </summary>
    Task<ReadOnlyMemory<byte>> DeliverAsync(Anchor anchor, CancellationToken cancellationToken);
}

/// <summary>An anchor could not be handed over; it will be tried again.</summary>
public sealed class AnchorNotDeliveredException : Exception
{
    public AnchorNotDeliveredException() { }

    public AnchorNotDeliveredException(string message) : base(message) { }

    public AnchorNotDeliveredException(string message, Exception innerException) : base(message, innerException) { }
}
