using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Text.Tests;

/// <summary>Words that hide nothing are passed over in the second reading: what stands around them must make no difference.</summary>
public class PlainWordsTests
{
    private static readonly string[] Plain = ["router", "cũ", "bán", "Hộp", "tem", "nhà", "dùng", "ship", "được"];
    private static readonly string[] Hidden = ["h.à.n.g", "f4ke", "k h ô n g", "giảảả", "s-i-m", "fаke", "🅵🅰🅺🅴"];

    [Fact]
    public void A_hidden_word_is_read_alike_alone_and_among_plain_words()
    {
        var words = new WordList(["hàng", "fake", "không", "giả", "sim"]);
        var around = Gen.Elements(Plain).ListOf().Select(static list => string.Join(' ', list));
        Prop.ForAll(around.Zip(Gen.Elements(Hidden)).Zip(around).ToArbitrary(), input =>
        {
            var ((before, hidden), after) = input;
            var alone = Read(hidden, words);
            var among = Read($"{before}, {hidden}, {after}", words);
            return among.Contains(alone, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Memory_that_is_used_again_gives_the_same_reading()
    {
        var words = new WordList(["hàng", "fake"]);
        var memory = new ReadingMemory();
        foreach (var text in (string[])["bán h.à.n.g f4ke nha", "f4ke", "một bài dài hơn nhiều, có h à n g và f.a.k.e ở cuối"])
        {
            memory.Reset();
            var normal = Normaliser.Normalise(text);
            var fresh = Unmasker.Read(normal, [], words);
            var again = Unmasker.Read(normal, [], words, memory);
            Assert.Equal(fresh.Value, again.Value);
            Assert.All(Enumerable.Range(0, fresh.Value.Length), i => Assert.Equal((fresh.IsLoose(i), fresh.Differs(i, i + 1), fresh.ToNormalised(i, i + 1)), (again.IsLoose(i), again.Differs(i, i + 1), again.ToNormalised(i, i + 1))));
        }
    }

    private static string Read(string text, WordList words) => Unmasker.Read(Normaliser.Normalise(text), [], words).Value;
}
