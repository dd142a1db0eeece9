namespace Ecom389.Monitor.Detection.Features;

/// <summary>Takes the features of a text as they are read. Implemented by structs, so that the reader's loops are compiled for each.</summary>
public interface INgramSink
{
    /// <summary>One occurrence of a feature.</summary>
    /// <param name="hash">32 well-mixed bits; the sink takes as many as it has buckets.</param>
    /// <param name="start">First character in the normalised field.</param>
    /// <param name="end">One past the last.</param>
    void Add(uint hash, int start, int end);

    /// <summary>Features of one length that start at one character after another.</summary>
    /// <param name="hashes">The first is of <paramref name="start"/>, the next of the character after it.</param>
    void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length);
}

/// <summary>Takes the features of a whole listing: n-grams by segment, then what is known of it besides its words.</summary>
public interface IListingFeatureSink : INgramSink
{
    /// <summary>The n-grams that follow are of this segment.</summary>
    void BeginSegment(int field, int start, int end);

    void EndSegment();

    /// <summary>A feature of the listing as a whole, without a place in a text.</summary>
    void AddWhole(uint hash);
}
