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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Eight_at_a_time_gives_what_one_at_a_time_gives(bool exact)
    {
        var settings = FeatureSettings.Default with { CharMin = 2, CharMax = 5, ExactCharacters = exact };
        var text = Normaliser.Normalise("Tai nghe không dây chống ồn, hàng công ty bảo hành mười hai tháng, đổi trả trong bảy ngày");
        var together = new Places([]);
        NgramReader.Read(settings, text.Value, text.Folded, 0, text.Value.Length, ref together);
        var apart = new Places([]);
        // A piece shorter than eight starts is read one character at a time; of each only what begins at its first character counts.
        for (var i = 0; i < text.Value.Length; i++)
        {
            var piece = new Places([]);
            NgramReader.Read(settings, text.Value, text.Folded, i, Math.Min(text.Value.Length, i + settings.CharMax), ref piece);
            apart.Seen.AddRange(piece.Seen.Where(gram => gram.Start == i));
        }
        // What begins inside a word is made of characters only; a piece that is cut there has words of its own besides.
        var characters = together.Seen.Where(gram => gram.Start > 0 && char.IsLetter(text.Value[gram.Start - 1]) && char.IsLetter(text.Value[gram.Start])).ToHashSet();
        Assert.Subset(apart.Seen.ToHashSet(), characters);
        for (var start = 1; start + settings.CharMax <= text.Value.Length; start++)
        {
            if (!char.IsLetter(text.Value[start - 1]) || !char.IsLetter(text.Value[start])) continue;
            for (var length = settings.CharMin; length <= settings.CharMax; length++)
                Assert.Contains(characters, gram => gram.Start == start && gram.End == start + length);
        }
    }

    private readonly struct Places(List<(uint Hash, int Start, int End)> seen) : INgramSink
    {
        public List<(uint Hash, int Start, int End)> Seen => seen;

        public void Add(uint hash, int start, int end) => seen.Add((hash, start, end));

        public void AddRange(scoped ReadOnlySpan<uint> hashes, int start, int length)
        {
            for (var i = 0; i < hashes.Length; i++) seen.Add((hashes[i], start + i, start + i + length));
        }
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
