using Ecom389.Monitor.Detection.Features;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Tests.Features;

public sealed class NgramReaderTests
{
    [Fact]
    public void The_same_words_give_the_same_features_in_any_run_and_place() => Assert.Equal(Features("hàng giả"), Features("xem hàng giả", skip: 4));

    [Fact]
    public void A_text_without_diacritics_shares_the_folded_features_of_the_one_with_them() =>
        Assert.Subset(Features("hàng giả"), Features("hang gia"));

    [Fact]
    public void Diacritics_make_features_of_their_own() => Assert.NotEqual(Features("giá"), Features("giả"));

    [Fact]
    public void Long_numbers_are_known_by_their_length_only()
    {
        var sink = new Words([]);
        NgramReader.ReadWords(1, "1234567", 0, 7, ref sink);
        NgramReader.ReadWords(1, "7654321", 0, 7, ref sink);
        Assert.Equal(sink.Seen[0], sink.Seen[1]);
    }

    private static HashSet<uint> Features(string text, int skip = 0)
    {
        var normalised = Normaliser.Normalise(text);
        var sink = new Words([]);
        NgramReader.Read(FeatureSettings.Default, normalised.Value, normalised.Folded, skip, normalised.Value.Length, ref sink);
        return [.. sink.Seen];
    }

    private readonly struct Words(List<uint> seen) : INgramSink
    {
        public List<uint> Seen => seen;

        public void Add(uint hash, int start, int end) => seen.Add(hash);

        public void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length) => seen.AddRange(hashes);
    }
}
