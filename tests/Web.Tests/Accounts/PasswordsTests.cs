using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Web.Tests.Accounts;

public sealed class PasswordsTests
{
    private readonly Passwords _passwords = new();

    [Fact]
    public void Only_the_right_password_of_an_enabled_user_is_right()
    {
        var user = User("mot cau de nho");
        Assert.True(_passwords.Verify(user, "mot cau de nho"));
        Assert.False(_passwords.Verify(user, "mot cau khac"));
        Assert.False(_passwords.Verify(user with { Enabled = false }, "mot cau de nho"));
        Assert.False(_passwords.Verify(null, "mot cau de nho"));
        Assert.False(_passwords.Verify(user with { PasswordHash = "not a hash" }, "mot cau de nho"));
    }

    [Fact]
    public void One_hash_does_not_serve_two_people() => Assert.False(string.Equals(_passwords.Hash("a", "same"), _passwords.Hash("b", "same"), StringComparison.Ordinal));

    [Fact]
    public void A_one_time_password_is_known_to_be_one()
    {
        var user = User("x") with { PasswordHash = _passwords.Hash("minh", "tam", oneTime: true) };
        Assert.True(Passwords.IsOneTime(user));
        Assert.True(_passwords.Verify(user, "tam"));
        Assert.False(Passwords.IsOneTime(User("x")));
    }

    [Fact]
    public void One_time_passwords_differ_and_avoid_letters_that_look_alike()
    {
        var made = Enumerable.Range(0, 200).Select(_ => Passwords.MakeOneTime()).ToList();
        Assert.Equal(made.Count, made.Distinct(StringComparer.Ordinal).Count());
        Assert.All(made, password => Assert.Matches("^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){3}$", password));
    }

    [Fact]
    public void The_stamp_changes_with_whatever_ends_a_session()
    {
        var user = User("x");
        string[] stamps =
        [
            Passwords.Stamp(user), Passwords.Stamp(user with { Role = Role.Leader }), Passwords.Stamp(user with { UnitId = "khac" }),
            Passwords.Stamp(user with { Enabled = false }), Passwords.Stamp(user with { PasswordHash = "y" }),
        ];
        Assert.Equal(stamps.Length, stamps.Distinct(StringComparer.Ordinal).Count());
    }

    private User User(string password) => new("minh", "Minh", Role.Inspector, WellKnownUnits.Ministry, _passwords.Hash("minh", password));
}
