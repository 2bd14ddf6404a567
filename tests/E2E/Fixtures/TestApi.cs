using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Signalbox.E2E.Fixtures;

/// <summary>
/// A local server that speaks OpenAI's wire format for as long as the tests run. What it is asked chooses what it does: <c>be limited</c> is
/// answered with 429, <c>stop half way</c> with half a stream, anything else with an answer.
/// </summary>
internal static class TestApi
{
    /// <summary>The key that it wants.</summary>
    public const string Key = "sk-e2e-0123456789";

    private static readonly Lazy<TcpListener> Listener = new(() =>
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = ServeAsync(listener);
        return listener;
    });

    /// <summary>Its base address.</summary>
    public static string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)Listener.Value.LocalEndpoint).Port}/v1");

    private static async Task ServeAsync(TcpListener listener)
    {
        while (true)
        {
            using var connection = await listener.AcceptTcpClientAsync();
            try
            {
                var stream = connection.GetStream();
                await stream.WriteAsync(Encoding.UTF8.GetBytes(Answer(await ReadAsync(stream))));
            }
            catch (IOException)
            {
                // Whoever asked went away.
            }
        }
    }

    private static string Answer(string request)
    {
        const string Text = """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"model-e2e","choices":[{"index":0,"delta":{"content":"Four."},"finish_reason":null}]}""" + "\n\n";
        const string End = """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"model-e2e","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n"
            + """data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"model-e2e","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""" + "\n\ndata: [DONE]\n\n";
        const string Stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
        if (!request.Contains($"Bearer {Key}", StringComparison.Ordinal))
        {
            return Json("401 Unauthorized", "Incorrect API key provided", "");
        }

        return request.Contains("be limited", StringComparison.Ordinal) ? Json("429 Too Many Requests", "Slow down", "Retry-After: 3600\r\n")
            : request.Contains("stop half way", StringComparison.Ordinal) ? Stream + Text
            : Stream + Text + End;
    }

    private static string Json(string status, string message, string headers)
    {
        var body = $$$"""{"error":{"message":"{{{message}}}"}}""";
        return $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await stream.ReadAsync(buffer);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            // The body is one JSON object, and it ends the request.
            if (read == 0 || (text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && text[^1] == '}'))
            {
                return text.ToString();
            }
        }
    }
}
