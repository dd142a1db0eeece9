using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Text.Tests;

/// <summary>The second, bolder reading.</summary>
public sealed class UnmaskerTests
{
    private static readonly WordList Words = new(["hàng", "giả", "fake", "không", "hoá", "hóa", "đơn", "phá", "sóng", "sim", "loại", "giấy", "phép", "chứng", "từ", "nguồn", "gốc", "là"]);

    private static string Read(string text) => Unmasker.Read(Normaliser.Normalise(text), [], Words).Value;

    [Theory]
    [InlineData("h à n g g i ả đây", "hàng giả đây")]
    [InlineData("k h ô n g  h o á  đ ơ n", "không  hóa  đơn")]
    [InlineData("c h ứ n g t ừ n g u ồ n g ố c", "chứng từ nguồn gốc")]
    [InlineData("size s m l", "size s m l")]
    public void Letters_set_apart_are_cut_into_the_likeliest_words(string text, string value) => Assert.Equal(value, Read(text));

    [Theory]
    [InlineData("h.à.n.g g-i-ả", "hàng giả")]
    [InlineData("h/à/n/g gi.ả", "hàng giả")]
    [InlineData("p/hép", "phép")]
    [InlineData("lo.ại 1", "loại 1")]
    [InlineData("hàng.giá sỉ/lẻ", "hàng.giá sỉ/lẻ")]
    public void Pieces_with_signs_between_them_are_one_word_where_the_whole_is(string text, string value) => Assert.Equal(value, Read(text));

    [Theory]
    [InlineData("8án h4ng 9iả f4ke", "bán hang giả fake")]
    [InlineData("giá 50m, dây 128gb, 4k, iphone 15", "giá 50m, dây 128gb, 4k, iphone 15")]
    [InlineData("1à kh0ng", "là khong")]
    public void Digits_are_letters_at_the_edges_of_words_too(string text, string value) => Assert.Equal(value, Read(text));

    [Theory]
    [InlineData("hàngggg giảaa", "hàng giả")]
    [InlineData("fakeee", "fake")]
    public void Drawn_out_words_are_cut(string text, string value) => Assert.Equal(value, Read(text));

    [Theory]
    [InlineData("h̶à̶n̶g̶ g̷i̷ả̷", "hàng giả")]
    [InlineData("ḧàṅg ġïả", "hàng giả")]
    public void Marks_that_Vietnamese_does_not_have_are_dropped(string text, string value) => Assert.Equal(value, Read(text));

    [Fact]
    public void Diacritics_of_letters_written_as_figures_are_unknown_and_not_absent()
    {
        var read = Unmasker.Read(Normaliser.Normalise("h4ng giả"), [], Words);
        Assert.True(read.IsLoose(1));
        Assert.False(read.IsLoose(7));
        var plain = Unmasker.Read(Normaliser.Normalise("hang gia"), [], Words);
        Assert.False(plain.HasLoose);
        Assert.Equal("hang gia", plain.Value);
    }

    [Fact]
    public void A_word_typed_backwards_under_an_override_is_read_as_it_is_seen()
    {
        Assert.Equal("bán hàng fake", Normaliser.Normalise("bán hàng \u202Eekaf\u202C").Value);
        Assert.Equal("rep fake", Normaliser.Normalise("\u202Erep\u202C \u202Dfake\u202C").Value);
        var read = Normaliser.Normalise("bán \u202Eekaf\u202C nha");
        Assert.Equal((4, 10), read.ToOriginal(4, 8));
    }

    [Fact]
    public void Chat_spellings_are_read_as_what_they_stand_for_and_lead_back()
    {
        var text = Normaliser.Normalise("ko fá sóg");
        var read = Unmasker.Read(text, [new(0, 2, "không"), new(3, 5, "phá"), new(6, 9, "sóng")], Words);
        Assert.Equal("không phá sóng", read.Value);
        Assert.Equal((0, 2), read.ToNormalised(0, 5));
        Assert.Equal((3, 9), read.ToNormalised(6, 14));
    }

    [Theory]
    [InlineData("phá", "fá")]
    [InlineData("hàng", "hàg")]
    [InlineData("cần", "kần")]
    [InlineData("ký", "kí")]
    [InlineData("khách", "khák")]
    public void A_word_knows_its_chat_spellings(string word, string spelling) => Assert.Contains(spelling, Respelling.Of(word), StringComparer.Ordinal);

    [Fact]
    public void A_spelling_that_is_a_word_of_its_own_is_no_chat_spelling()
    {
        Assert.DoesNotContain("mái", Respelling.Of("máy"), StringComparer.Ordinal);
        Assert.DoesNotContain("chá", Respelling.Of("trá"), StringComparer.Ordinal);
        Assert.True(Respelling.IsClearWithoutDiacritics("không"));
        Assert.False(Respelling.IsClearWithoutDiacritics("giả"));
    }

    [Fact]
    public void Plain_texts_give_no_reason_for_a_second_reading() =>
        Assert.All(["Bán iPhone 15 128GB giá 2tr5, bảo hành 12 tháng", "Loa JBL Charge 5 - hàng công ty, full box", "Router TP-Link AX3000 wifi 6, 4 anten"], static text => Assert.False(Normaliser.Normalise(text).MayHide, text));

    [Fact]
    public void Every_offset_of_the_second_reading_leads_into_the_first_and_back()
    {
        string[] pieces = ["h à n g", "g.i.ả", "f4ke", "f", "a", "k", "e", " ", "  ", "\n", ".", "-", "/", "!", "0", "3", "hàngggg", "\u0336", "\u202E", "\u202C", "🅵", "🅰", "Ⅰ", "І", "ko", "k", "🙂", "\uD83D", "đơn", "ỏ", "ṫ", "l'à"];
        Prop.ForAll(Gen.Elements(pieces).ArrayOf().Select(static parts => string.Concat(parts)).ToArbitrary(), static text =>
        {
            var first = Normaliser.Normalise(text);
            var read = Unmasker.Read(first, [], Words);
            Assert.Equal(read.Value.Length, read.Folded.Length);
            var places = new int[first.Value.Length];
            if (read.Value.Length > 0) read.FromNormalised(places);
            var last = 0;
            for (var i = 0; i < read.Value.Length; i++)
            {
                var (start, end) = read.ToNormalised(i, i + 1);
                Assert.True(start >= last && start < end && end <= first.Value.Length);
                last = start;
            }
            var before = 0;
            foreach (var place in read.Value.Length > 0 ? places : [])
            {
                Assert.InRange(place, before, read.Value.Length - 1);
                before = place;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(40));
    }

    [Theory]
    [InlineData("h à n g ")]
    [InlineData("g.i.ả ")]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData("f4k3 ")]
    [InlineData("hàngggg ")]
    [InlineData("\u202Eekaf\u202C ")]
    public void Time_of_the_second_reading_grows_with_length_and_no_faster(string pattern)
    {
        var small = Cost(pattern, 10_000);
        var large = Cost(pattern, 320_000);
        Assert.True(large < small * 200 + 200, $"{small} ms became {large} ms");

        static double Cost(string pattern, int length)
        {
            var text = string.Concat(Enumerable.Repeat(pattern, length / pattern.Length));
            var best = double.MaxValue;
            for (var round = 0; round < 3; round++)
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                _ = Unmasker.Read(Normaliser.Normalise(text), [], Words);
                best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            }
            return best;
        }
    }
}
