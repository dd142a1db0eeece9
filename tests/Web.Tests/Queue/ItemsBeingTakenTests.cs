using Ecom389.Monitor.Web.Queue;

namespace Ecom389.Monitor.Web.Tests.Queue;

public sealed class ItemsBeingTakenTests
{
    [Fact]
    public void An_item_somebody_is_taking_is_left_to_them_until_they_are_done()
    {
        var taking = new ItemsBeingTaken();
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var first = taking.TryClaim(one);
        Assert.NotNull(first);
        Assert.Null(taking.TryClaim(one));
        using var beside = taking.TryClaim(other);
        Assert.NotNull(beside);
        first.Dispose();
        first.Dispose();
        using var next = taking.TryClaim(one);
        Assert.NotNull(next);
    }
}
