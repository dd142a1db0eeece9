namespace Ecom389.Monitor.Storage.Tests;

/// <summary>What somebody with the database open in his hands might try on what people did and what was judged; every store refuses it.</summary>
public static class RewritingSql
{
    public static TheoryData<string> Statements => new(
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "UPDATE decisions SET reason = 'other'",
        "DELETE FROM decisions",
        "UPDATE item_transitions SET actor = 'nobody'",
        "DELETE FROM item_transitions",
        "UPDATE findings SET score = 0",
        "UPDATE snapshots SET content = '{}'");
}
