using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Hubs;

/// <summary>A hub client of a few lines: the feed has no .NET client, and the protocol is JSON ended by a record separator.</summary>
internal sealed class HubSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _received = new();

    public static async Task<HubSocket> ConnectAsync(TestServer server, string? origin = null)
    {
        var hub = new HubSocket();
        hub._socket.Options.SetRequestHeader("Authorization", "Bearer " + server.Token);
        if (origin is not null)
        {
            hub._socket.Options.SetRequestHeader("Origin", origin);
        }

        await hub._socket.ConnectAsync(new Uri(server.App.Url.Replace("http", "ws", StringComparison.Ordinal) + "/hubs/runs"), TestContext.Current.CancellationToken);
        await hub.SendAsync(new { protocol = "json", version = 1 });
        await hub.ReceiveAsync();
        return hub;
    }

    public Task InvokeAsync(string target, params object?[] arguments) => SendAsync(new { type = 1, invocationId = "0", target, arguments });

    public Task StreamAsync(string target, params object?[] arguments) => SendAsync(new { type = 4, invocationId = "1", target, arguments });

    /// <summary>The next message that is no ping; a failure where none comes.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        var buffer = new byte[16 * 1024];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var text = _received.ToString();
            var end = text.IndexOf('\u001e', StringComparison.Ordinal);
            if (end >= 0)
            {
                _received.Remove(0, end + 1);
                var message = JsonSerializer.Deserialize<JsonElement>(text[..end]);
                if (!message.TryGetProperty("type", out var type) || type.GetInt32() != 6)
                {
                    return message;
                }

                continue;
            }

            var result = await _socket.ReceiveAsync(buffer, limit.Token);
            Assert.NotEqual(WebSocketMessageType.Close, result.MessageType);
            _received.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(object message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + "\u001e"), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
}
