using System.Text;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Web.Tests.Accounts;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds)), digits: 8));

    [Fact]
    public void A_clock_may_be_off_by_one_step_and_no_more()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_015);
        var step = Totp.StepOf(now);
        for (var off = -3; off <= 3; off++) Assert.Equal(Math.Abs(off) <= 1 ? step + off : null, Totp.Match(Secret, Totp.Code(Secret, step + off), now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("１２３４５６")]
    public void What_is_no_code_matches_nothing(string typed) => Assert.Null(Totp.Match(Secret, typed, DateTimeOffset.UnixEpoch));

    [Fact]
    public void A_code_may_be_typed_with_a_space_as_applications_show_it()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(59);
        Assert.NotNull(Totp.Match(Secret, "287 082", now));
    }

    // RFC 4648, section 10.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void The_secret_is_written_in_base_32(string text, string written) => Assert.Equal(written, Totp.Base32(Encoding.ASCII.GetBytes(text)));
}
