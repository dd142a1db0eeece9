using System.Security.Cryptography;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class ContentCodingTests
{
    [Theory]
    [MemberData(nameof(PackedBodies.Codings), MemberType = typeof(PackedBodies))]
    public void A_body_cut_at_any_byte_is_told_from_a_whole_one(string encoding)
    {
        string[] coding = [encoding.Replace("raw-", "", StringComparison.Ordinal)];
        foreach (var content in new[] { PackedBodies.Numbers(200), RandomNumberGenerator.GetBytes(600), new byte[3000] })
        {
            var whole = PackedBodies.Pack(content, encoding);
            Assert.True(ContentCoding.Decode(whole, coding, 1 << 20, CancellationToken.None)!.Value.Span.SequenceEqual(content));
            for (var length = 1; length < whole.Length; length++)
            {
                var cut = whole[..length];
                // Where the cut leaves no sound head at all, it may be called broken.
                Assert.True(Record.Exception(() => ContentCoding.Decode(cut, coding, 1 << 20, CancellationToken.None)) is EndOfStreamException or InvalidDataException, $"{encoding} cut at {length} of {whole.Length}");
            }
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("raw-deflate")]
    public void What_follows_the_end_of_a_coding_does_not_make_it_cut(string encoding)
    {
        string[] coding = [encoding.Replace("raw-", "", StringComparison.Ordinal)];
        var content = PackedBodies.Numbers(500);
        foreach (var padding in new[] { new byte[10], "<!-- máy chủ 7 -->"u8.ToArray() })
            Assert.True(ContentCoding.Decode((byte[])[.. PackedBodies.Pack(content, encoding), .. padding], coding, 1 << 20, CancellationToken.None)!.Value.Span.SequenceEqual(content));
        if (encoding is "gzip") Assert.Equal(2 * content.Length, ContentCoding.Decode((byte[])[.. PackedBodies.Pack(content, encoding), .. PackedBodies.Pack(content, encoding)], coding, 1 << 20, CancellationToken.None)!.Value.Length);
    }
}
