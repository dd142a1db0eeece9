using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Features;
using Ecom389.Monitor.Detection.Model;

namespace Ecom389.Monitor.Detection.Tests.Model;

/// <summary>A model of which every weight is known: the n-grams of one phrase speak for counterfeit, all else says nothing.</summary>
internal static class TinyModel
{
    public const string Phrase = "rep hổ vằn";

    private static readonly FeatureSettings Settings = FeatureSettings.Default with { Bits = 14 };

    public static ModelHeader Header { get; } = new()
    {
        FeatureVersion = Settings.Version,
        Settings = Settings,
        Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["tiny.jsonl"] = new('0', 64) },
        Listings = 2,
        Suspicious = 1,
        ListingFloor = 0,
        SegmentFloor = 0,
        Stack = [1, 0.5, 0, 1, 0, 1],
        StackBias = 1,
        CodeStack = [1, 1, 0, 0, 0, 0],
        CodeBiases = [1, 1],
        CodeLeanings = CodeLeanings.None,
        LabelledPrior = 0.45,
        FieldPrior = 0.02,
        FlagThreshold = 0.9,
        EvidenceBar = 0,
        ThresholdFrom = "a test",
        Bars = new(0.9, 0.8, 0.5, 0.1, 0.002),
    };

    public static byte[] Bytes(ModelHeader? header = null)
    {
        var scales = Enumerable.Repeat(1f, Settings.Buckets).ToArray();
        var weights = new float[Settings.Buckets];
        var sink = new Marker(weights);
        ListingFeatureReader.Read(Settings, new ListingView(new ListingRecord { Title = Phrase }), ref sink);
        var quiet = new float[Settings.Buckets];
        return ModelFile.Write(header ?? Header, scales, new("listing", weights, -4), new("segment", weights, -4), [new("counterfeit", weights, 0), new("smuggled", quiet, -3)]);
    }

    public static TextModel Make(ModelHeader? header = null) => ModelFile.Read(Bytes(header), "tiny.bin");

    private readonly struct Marker(float[] weights) : IListingFeatureSink
    {
        public void Add(uint hash, int start, int end) => AddWhole(hash);

        public void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length)
        {
            for (var i = 0; i < hashes.Length; i++) Add(hashes[i], start + i, start + i + length);
        }

        public void AddWhole(uint hash) => weights[hash & (uint)(weights.Length - 1)] = 2;

        public void BeginSegment(int field, int start, int end)
        {
        }

        public void EndSegment()
        {
        }
    }
}
