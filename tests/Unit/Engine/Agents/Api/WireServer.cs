using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Signalbox.Unit.Engine.Agents.Api;

/// <summary>Answers HTTP with the very bytes that a test gives, one answer a connection, and then closes it: also in the middle of an answer.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<string> _answers;
    private readonly Task _serving;

    public WireServer(params IEnumerable<string> answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Authority => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public Uri Url(string path) => new($"http://{Authority}{path}");

    /// <summary>Each request: head, an empty line, body.</summary>
    public List<string> Requests { get; } = [];

    public static string Json(int status, string body, string headers = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>A stream of events that is as long as the connection.</summary>
    public static string Stream(params IEnumerable<string> data) =>
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + string.Concat(data.Select(Event));

    /// <summary>A stream whose last chunk never comes: the connection breaks.</summary>
    public static string Broken(params IEnumerable<string> data)
    {
        var body = string.Concat(data.Select(Event));
        return $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    // Anthropic names the event, OpenAI does not; the name is the type of the data.
    private static string Event(string data)
    {
        var at = data.IndexOf("\"type\":\"", StringComparison.Ordinal);
        var isNamed = at is 1;
        return isNamed ? $"event: {data[9..data.IndexOf('"', 9)]}\ndata: {data}\n\n" : $"data: {data}\n\n";
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = connection.GetStream();
                Requests.Add(await ReadAsync(stream));
                await stream.WriteAsync(Encoding.UTF8.GetBytes(_answers.Count > 0 ? _answers.Dequeue() : Json(500, "{}")), _stop.Token);
            }
        }
        catch (InvalidOperationException) when (_stop.IsCancellationRequested)
        {
            // The test was over between two connections: the listener was stopped before it was asked for the next.
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The test is over, or its client went away.
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && IsWhole(text[..end], text[(end + 4)..]))
            {
                return text;
            }

            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return text;
            }

            bytes.AddRange(buffer.AsSpan(0, read));
        }
    }

    private static bool IsWhole(string head, string body)
    {
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is not null
            ? Encoding.UTF8.GetByteCount(body) >= int.Parse(length["Content-Length:".Length..], CultureInfo.InvariantCulture)
            : !head.Contains("chunked", StringComparison.OrdinalIgnoreCase) || body.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }
}
