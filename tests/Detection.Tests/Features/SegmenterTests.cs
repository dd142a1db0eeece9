using Ecom389.Monitor.Detection.Features;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Detection.Tests.Features;

public sealed class SegmenterTests
{
    [Fact]
    public void Lines_and_sentences_are_judged_one_by_one() =>
        Assert.Equal(["hàng mới về", "bảo hành 12 tháng", "giá 1.290.000đ"], Pieces("Hàng mới về!\nBảo hành 12 tháng. Giá 1.290.000đ".ToLowerInvariant()));

    [Fact]
    public void A_long_line_is_cut_between_words()
    {
        var pieces = Pieces(string.Join(' ', Enumerable.Repeat("điện thoại", 60)));
        Assert.All(pieces, piece => Assert.True(piece.Length <= 160));
        Assert.All(pieces, piece => Assert.True(piece.Split(' ').All(word => word is "điện" or "thoại")));
    }

    [Fact]
    public void Pieces_come_in_order_without_overlap_and_lose_no_letter() => Prop.ForAll<string>(text =>
    {
        text ??= "";
        var position = 0;
        var last = 0;
        var letters = 0;
        while (Segmenter.TryNext(text, 40, ref position, out var start, out var end))
        {
            Assert.True(start >= last && end > start && end <= text.Length);
            letters += text.AsSpan(start, end - start).ToArray().Count(char.IsLetterOrDigit);
            last = end;
        }
        Assert.Equal(text.Count(char.IsLetterOrDigit), letters);
    }).QuickCheckThrowOnFailure();

    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var position = 0;
        while (Segmenter.TryNext(text, 160, ref position, out var start, out var end)) pieces.Add(text[start..end]);
        return pieces;
    }
}
