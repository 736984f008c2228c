package dev.synod.demo.ledger;

import dev.synod.demo.bank.Bank;
import dev.synod.demo.bank.BankMessage;
import dev.synod.demo.kv.Entry;
import dev.synod.demo.kv.KeyValueMessage;
import dev.synod.demo.kv.KeyValues;
import dev.synod.demo.stock.Stock;
import dev.synod.demo.stock.StockMessage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.pcollections.TreePMap;

/**
 * Commands, replies and state as bytes. Written by hand, since the hash of a state must be the same
 * on every replica: equal values give equal bytes. A new form gets a new manifest; old ones stay
 * readable as long as a journal may hold them.
 */
public final class LedgerSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7356;

  /** Most commands and replies have fewer bytes, so that the array need not grow. */
  private static final int USUAL = 256;

  private static final List<Form<?>> FORMS =
      List.of(
          new Form<>(
              "p",
              KeyValueMessage.Put.class,
              (out, put) -> {
                Form.text(out, put.key());
                Form.text(out, put.value());
              },
              in -> new KeyValueMessage.Put(Form.text(in), Form.text(in))),
          new Form<>(
              "d",
              KeyValueMessage.Delete.class,
              (out, delete) -> Form.text(out, delete.key()),
              in -> new KeyValueMessage.Delete(Form.text(in))),
          new Form<>(
              "c",
              KeyValueMessage.Cas.class,
              (out, cas) -> {
                Form.text(out, cas.key());
                Form.maybe(out, cas.expected());
                Form.text(out, cas.value());
              },
              in -> new KeyValueMessage.Cas(Form.text(in), Form.maybe(in), Form.text(in))),
          new Form<>(
              "w",
              KeyValueMessage.Written.class,
              (out, written) -> out.writeLong(written.version()),
              in -> new KeyValueMessage.Written(in.getLong())),
          new Form<>(
              "g",
              KeyValueMessage.Get.class,
              (out, get) -> Form.text(out, get.key()),
              in -> new KeyValueMessage.Get(Form.text(in))),
          new Form<>(
              "h",
              KeyValueMessage.Held.class,
              LedgerSerializer::write,
              in ->
                  new KeyValueMessage.Held(
                      Form.truth(in) ? Optional.of(readEntry(in)) : Optional.empty())),
          new Form<>(
              "r",
              KeyValueMessage.Removed.class,
              (out, removed) -> out.writeLong(removed.version()),
              in -> new KeyValueMessage.Removed(in.getLong())),
          new Form<>(
              "s",
              KeyValueMessage.Swapped.class,
              (out, swapped) -> {
                out.writeBoolean(swapped.done());
                out.writeLong(swapped.version());
              },
              in -> new KeyValueMessage.Swapped(Form.truth(in), in.getLong())),
          new Form<>(
              "o",
              BankMessage.Open.class,
              (out, open) -> {
                Form.text(out, open.account());
                out.writeLong(open.cents());
              },
              in -> new BankMessage.Open(Form.text(in), in.getLong())),
          new Form<>(
              "t",
              BankMessage.Transfer.class,
              (out, transfer) -> {
                Form.text(out, transfer.id());
                Form.text(out, transfer.from());
                Form.text(out, transfer.to());
                out.writeLong(transfer.cents());
              },
              in ->
                  new BankMessage.Transfer(
                      Form.text(in), Form.text(in), Form.text(in), in.getLong())),
          new Form<>(
              "O",
              BankMessage.Opened.class,
              (out, opened) -> out.writeBoolean(opened.fresh()),
              in -> new BankMessage.Opened(Form.truth(in))),
          new Form<>(
              "T",
              BankMessage.Transferred.class,
              (out, transferred) -> Form.text(out, transferred.verdict().name()),
              in -> new BankMessage.Transferred(BankMessage.Verdict.valueOf(Form.text(in)))),
          new Form<>(
              "a",
              StockMessage.Adjust.class,
              (out, adjust) -> {
                Form.text(out, adjust.item());
                out.writeLong(adjust.delta());
              },
              in -> new StockMessage.Adjust(Form.text(in), in.getLong())),
          new Form<>(
              "A",
              StockMessage.Adjusted.class,
              (out, adjusted) -> {
                out.writeBoolean(adjusted.done());
                out.writeLong(adjusted.level());
              },
              in -> new StockMessage.Adjusted(Form.truth(in), in.getLong())),
          new Form<>("L", Ledger.class, LedgerSerializer::write, LedgerSerializer::readLedger));

  private static final Map<Class<?>, Form<?>> BY_TYPE =
      FORMS.stream().collect(Collectors.toUnmodifiableMap(Form::type, Function.identity()));
  private static final Map<String, Form<?>> BY_MANIFEST =
      FORMS.stream().collect(Collectors.toUnmodifiableMap(Form::manifest, Function.identity()));

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return form(value).manifest();
  }

  @Override
  public byte[] toBinary(Object value) {
    return value instanceof Ledger ledger
        ? exact(ledger)
        : written(value, new ByteArrayOutputStream(USUAL));
  }

  /** Counted first: an array that grows takes several times the room of a large state. */
  private static byte[] exact(Ledger ledger) {
    DataOutputStream counted = new DataOutputStream(OutputStream.nullOutputStream());
    attempt(() -> write(counted, ledger, ledger.keys().unsorted()));
    return written(ledger, new Exact(counted.size()));
  }

  private static byte[] written(Object value, ByteArrayOutputStream bytes) {
    attempt(() -> form(value).write(new DataOutputStream(bytes), value));
    return bytes.toByteArray();
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void attempt(Writing writing) {
    try {
      writing.run();
    } catch (IOException impossible) {
      throw new UncheckedIOException("an array of bytes refused to be written", impossible);
    }
  }

  /** One array of the very size, which is given away. */
  private static final class Exact extends ByteArrayOutputStream {
    Exact(int size) {
      super(size);
    }

    @Override
    public byte[] toByteArray() {
      return count == buf.length ? buf : super.toByteArray();
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    Form<?> form = BY_MANIFEST.get(manifest);
    if (form == null) {
      throw new NotSerializableException(
          "manifest '"
              + manifest
              + "' is none of "
              + BY_MANIFEST.keySet().stream().sorted().toList());
    }
    try {
      return form.read(bytes);
    } catch (EOFException broken) {
      throw new UncheckedIOException(
          bytes.length + " B are no " + form.type().getSimpleName(), broken);
    }
  }

  private static Form<?> form(Object value) {
    Form<?> form = BY_TYPE.get(value.getClass());
    if (form == null) {
      throw new IllegalArgumentException("no form for " + value.getClass().getName());
    }
    return form;
  }

  private static void write(DataOutputStream out, KeyValueMessage.Held held) throws IOException {
    out.writeBoolean(held.entry().isPresent());
    if (held.entry().isPresent()) {
      write(out, held.entry().get());
    }
  }

  private static void write(DataOutputStream out, Entry entry) throws IOException {
    Form.text(out, entry.value());
    out.writeLong(entry.version());
  }

  private static Entry readEntry(ByteBuffer in) throws EOFException {
    return new Entry(Form.text(in), in.getLong());
  }

  private static void write(DataOutputStream out, Ledger ledger) throws IOException {
    write(out, ledger, ledger.keys().sorted());
  }

  private static void write(DataOutputStream out, Ledger ledger, Map<String, Entry> keys)
      throws IOException {
    Form.entries(out, keys, LedgerSerializer::write);
    Form.map(out, ledger.bank().balances(), DataOutputStream::writeLong);
    Form.map(out, ledger.bank().executions(), DataOutputStream::writeLong);
    Form.map(out, ledger.stock().levels(), DataOutputStream::writeLong);
  }

  private static Ledger readLedger(ByteBuffer in) throws EOFException {
    return new Ledger(
        KeyValues.of(Form.map(in, LedgerSerializer::readEntry)),
        new Bank(readNumbers(in), readNumbers(in)),
        new Stock(readNumbers(in)));
  }

  private static TreePMap<String, Long> readNumbers(ByteBuffer in) throws EOFException {
    return TreePMap.fromSortedMap(Form.map(in, ByteBuffer::getLong));
  }
}
