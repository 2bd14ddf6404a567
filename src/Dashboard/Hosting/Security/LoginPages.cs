using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>The few pages outside Blazor: they work without a script and without a sign-in.</summary>
internal static class LoginPages
{
    /// <summary>The style sheet of the application, a static asset.</summary>
    public const string StyleSheet = "/dist/styles.css";

    /// <summary>The page of an open link: one button.</summary>
    public static ContentHttpResult Button(string code, string returnUrl, string antiforgeryField, string antiforgeryToken) => Page(
        "Sign in",
        $"""
        <p>This link signs you in as the administrator of this Signalbox. It works once.</p>
        <form method="post" action="/login">
          <input type="hidden" name="code" value="{Encode(code)}">
          <input type="hidden" name="returnUrl" value="{Encode(returnUrl)}">
          <input type="hidden" name="{Encode(antiforgeryField)}" value="{Encode(antiforgeryToken)}">
          <button type="submit" class="btn primary" autofocus>Sign in</button>
        </form>
        """);

    /// <summary>For who comes without a link.</summary>
    public static ContentHttpResult NoLink() => Page(
        "Sign in to Signalbox",
        "<p>Open the link that the server printed when it started, or run <code>signalbox login</code> on its machine: it prints a fresh one.</p>");

    /// <summary>For a link that was used, has ended or never was.</summary>
    public static ContentHttpResult UsedUp() => Page(
        "This link no longer works",
        "<p>It was used already, or its time is over: run <code>signalbox login</code> on the server's machine, it prints another.</p>",
        StatusCodes.Status410Gone);

    /// <summary>A fault, as one sentence.</summary>
    public static ContentHttpResult Fault(string title, string sentence, int status) => Page(title, $"<p>{Encode(sentence)}</p>", status);

    private static ContentHttpResult Page(string title, string body, int status = StatusCodes.Status200OK) => TypedResults.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>{Encode(title)} - Signalbox</title>
          <link rel="stylesheet" href="{StyleSheet}">
        </head>
        <body style="display: grid; place-items: center; min-height: 100dvh">
          <main class="card card-pad" style="display: grid; gap: 12px; max-width: 400px; flex: none; padding: 24px">
            <h1>{Encode(title)}</h1>
            {body}
          </main>
        </body>
        </html>
        """,
        MediaTypeNames.Text.Html,
        Encoding.UTF8,
        status);

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
