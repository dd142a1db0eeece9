using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Web.Tests.Accounts;

public sealed class CommonPasswordsTests
{
    private static readonly CommonPasswords Common = new();

    [Theory]
    [InlineData("123456789012345")]
    [InlineData("987654321098765")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabcabc")]
    [InlineData("qwertyuiopasdfgh")]
    [InlineData("1qaz2wsx3edc4rfv")]
    [InlineData("1q2w3e4r5t6y7u8i")]
    [InlineData("PasswordPassword")]
    [InlineData("password123456789")]
    [InlineData("P@ssw0rd P@ssw0rd")]
    [InlineData("matkhaumatkhau123")]
    [InlineData("Mật khẩu 123456789")]
    [InlineData("anhyeuemnhieulam")]
    [InlineData("Anh Yêu Em 15081998")]
    [InlineData("iloveyou-iloveyou")]
    [InlineData("admin@123456789!")]
    [InlineData("ecom389 ecom389 ecom389")]
    [InlineData("vietnamvodich2026")]
    [InlineData("!!!!!!!!!!!!!!!!")]
    public void Passwords_made_of_the_most_common_ones_alone_are_refused(string password) => Assert.True(Common.IsCommon(password));

    [Theory]
    [InlineData("cau rieng cua toi 2026")]
    [InlineData("mot cau that de nho")]
    [InlineData("chiều qua mưa đá rơi ngoài cửa bếp")]
    [InlineData("con mèo password nhà bà Sáu")]
    [InlineData("k3m7p-vw2xz-8hq4t-r5n9c")]
    [InlineData("Kho389 vắng, chỉ còn cái loa cũ")]
    [InlineData("ngựa pin ghim đúng")]
    [InlineData("\uD800\uFFFE\0 sông Hồng cuối tháng Ba")]
    public void A_sentence_of_ones_own_is_taken(string password) => Assert.False(Common.IsCommon(password));

    [Fact]
    public void No_one_time_password_is_common() => Assert.All(Enumerable.Range(0, 200), _ => Assert.False(Common.IsCommon(Passwords.MakeOneTime())));
}
