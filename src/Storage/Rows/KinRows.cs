using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Writes what ties listings together: the seller's key and the bands of the words.</summary>
internal static class KinRows
{
    /// <summary>Puts the seller's key on the listing and on its items.</summary>
    public static void SaveSeller(StoreSession session, long listingNo, string? key)
    {
        if (session.Execute("UPDATE listings SET seller_key = ?2 WHERE no = ?1 AND seller_key IS DISTINCT FROM ?2", listingNo, key) > 0)
            session.Post("UPDATE review_items SET seller_key = ?2 WHERE listing_no = ?1", listingNo, key);
    }

    /// <summary>Replaces the bands of a listing.</summary>
    public static void SaveMarks(StoreSession session, long listingNo, long[] marks)
    {
        session.Post("DELETE FROM sketch_bands WHERE listing_no = ?1", listingNo);
        foreach (var mark in marks) session.Post("INSERT INTO sketch_bands (mark, listing_no) VALUES (?1, ?2) ON CONFLICT DO NOTHING", mark, listingNo);
    }
}
