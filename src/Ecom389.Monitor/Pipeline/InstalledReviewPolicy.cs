using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// The policy with the installation's data, read when a first finding asks for it: commands that take nothing in need no rules.
/// </summary>
internal sealed class InstalledReviewPolicy(Func<ReviewData> data) : IReviewPolicy
{
    private readonly Lazy<ReviewPolicy> _policy = new(() =>
    {
        var read = data();
        return new ReviewPolicy(read.Worth, read.Sampling);
    });

    /// <inheritdoc />
    public ItemChange? OnFinding(ReviewItem? current, Finding finding, FindingContext context) => _policy.Value.OnFinding(current, finding, context);
}
