using Ecom389.Monitor.Detection.Features;

namespace Ecom389.Monitor.Bench.Score;

/// <summary>Only counts: what reading n-grams costs before anything is looked up.</summary>
internal struct CountingSink : IListingFeatureSink
{
    public int Count { get; private set; }

    public void Add(uint hash, int start, int end) => Count++;

    public void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length) => Count += hashes.Length;

    public void AddWhole(uint hash) => Count++;

    public readonly void BeginSegment(int field, int start, int end)
    {
    }

    public readonly void EndSegment()
    {
    }
}
