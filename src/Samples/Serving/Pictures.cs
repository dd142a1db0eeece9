using System.Globalization;

namespace Ecom389.Monitor.Samples.Serving;

/// <summary>Drawn product pictures (SVG): a shop without pictures looks like no shop, and none of ours may carry a real photograph.</summary>
internal static class Pictures
{
    /// <summary>The picture of a listing: its colour follows from the id, its shape from the category.</summary>
    public static IResult Of(SampleListing listing, int number)
    {
        var hue = (Answers.Stable(listing.Id) + (number * 47)) % 360;
        var svg = string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">
            <defs><linearGradient id="n" x2="1" y2="1"><stop stop-color="hsl({hue},35%,94%)"/><stop offset="1" stop-color="hsl({hue},30%,80%)"/></linearGradient></defs>
            <rect width="400" height="400" fill="url(#n)"/><ellipse cx="200" cy="338" rx="120" ry="12" fill="#0002"/>
            <g fill="hsl({hue},28%,32%)" stroke="hsl({hue},28%,22%)" stroke-width="4" transform="rotate({(number * 9) - 4} 200 200)">{Shape(listing.Category)}</g></svg>
            """);
        return Results.Content(svg, "image/svg+xml");
    }

    private static string Shape(string category) => category switch
    {
        "phone" or "phone-accessory" or "spy-device" or "sim-card-telecom" =>
            """<rect x="130" y="60" width="140" height="270" rx="22"/><rect x="142" y="82" width="116" height="226" rx="8" fill="#fff8"/><circle cx="200" cy="70" r="4" fill="#fff"/>""",
        "tablet" or "laptop-pc" or "software-license" or "infosec-product" =>
            """<rect x="80" y="90" width="240" height="160" rx="10"/><rect x="92" y="102" width="216" height="136" fill="#fff8"/><path d="M50 262h300l-22 34H72z"/>""",
        "headphones-speaker" =>
            """<path d="M110 230a90 90 0 0 1 180 0" fill="none" stroke-width="18"/><rect x="88" y="220" width="46" height="90" rx="18"/><rect x="266" y="220" width="46" height="90" rx="18"/>""",
        "smartwatch-wearable" =>
            """<rect x="165" y="50" width="70" height="290" rx="16"/><rect x="130" y="125" width="140" height="140" rx="34"/><rect x="146" y="141" width="108" height="108" rx="20" fill="#fff8"/>""",
        "charger-battery" or "pc-component" or "iot-smarthome" =>
            """<rect x="110" y="120" width="180" height="180" rx="24"/><path d="M205 140l-45 70h36l-12 66 56-84h-38l20-52z" fill="#fff9"/>""",
        "router-wifi" or "repeater-booster" or "jammer" or "telecom-station" or "server-network" or "iptv-tvbox" =>
            """<path d="M120 250V90M180 250V70M220 250V70M280 250V90" stroke-width="12"/><rect x="80" y="240" width="240" height="70" rx="14"/><circle cx="110" cy="275" r="7" fill="#9f9"/><circle cx="140" cy="275" r="7" fill="#9f9"/>""",
        "radio-walkie-talkie" or "gps-tracker" =>
            """<path d="M160 140V40" stroke-width="14"/><rect x="140" y="120" width="120" height="210" rx="16"/><rect x="158" y="140" width="84" height="50" fill="#fff8"/><path d="M160 220h80M160 245h80M160 270h80" stroke="#fff8"/>""",
        "camera-surveillance" or "drone" =>
            """<circle cx="200" cy="180" r="92"/><circle cx="200" cy="180" r="50" fill="#fff6"/><circle cx="200" cy="180" r="22"/><rect x="150" y="280" width="100" height="40" rx="8"/>""",
        "book-publication" or "printing-labels" =>
            """<rect x="110" y="70" width="180" height="250" rx="6"/><path d="M130 70v250" stroke="#fff8"/><rect x="155" y="110" width="110" height="46" fill="#fff8"/>""",
        _ => """<path d="M100 150l100-60 100 60v120l-100 60-100-60z"/><path d="M100 150l100 56 100-56M200 206v124" fill="none" stroke="#fff8"/>""",
    };
}
